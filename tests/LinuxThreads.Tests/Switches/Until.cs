using System.Diagnostics;

namespace LinuxThreads.Tests.Switches;

/// <summary>Waits on a condition with a deadline.</summary>
internal static class Until
{
    public static T Holds<T>(string what, Func<T> read, Func<T, bool> condition)
    {
        var deadline = Stopwatch.GetTimestamp() + (20 * Stopwatch.Frequency);
        while (true)
        {
            var value = read();
            if (condition(value))
            {
                return value;
            }

            if (Stopwatch.GetTimestamp() > deadline)
            {
                throw new AssertionException($"Not within 20 s: {what}");
            }

            Thread.Yield();
        }
    }
}
