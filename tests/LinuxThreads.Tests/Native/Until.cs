using LinuxThreads.Native;

namespace LinuxThreads.Tests.Native;

/// <summary>Waits for a condition with a deadline, giving the CPU away between two looks.</summary>
internal static class Until
{
    private static readonly Nanoseconds Patience = new(30 * Nanoseconds.PerSecond);

    public static void True(Func<bool> condition, string what)
    {
        var deadline = MonotonicClock.Read() + Patience;
        while (!condition())
        {
            if (MonotonicClock.Read() > deadline)
            {
                Assert.Fail($"Waited {Patience} in vain: {what}");
            }

            NativeThread.Yield();
        }
    }

    /// <summary>Waits until a thread sleeps in the system call of that number.</summary>
    public static void SleepsIn(Tid tid, nint syscall) =>
        True(() => File.ReadAllText($"/proc/self/task/{tid}/syscall").StartsWith($"{syscall} ", StringComparison.Ordinal), $"thread {tid} in syscall {syscall}");

    public static int TaskCount => Directory.GetDirectories("/proc/self/task").Length;
}
