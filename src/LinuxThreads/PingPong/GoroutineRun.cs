using System.Globalization;

namespace LinuxThreads.PingPong;

/// <summary>What the goroutine program answers.</summary>
/// <param name="Version">The Go runtime's, for instance <c>go1.19.8</c>.</param>
/// <param name="Voluntary"><c>ru_nvcsw</c> of the process over the window.</param>
/// <param name="Involuntary"><c>ru_nivcsw</c>.</param>
/// <param name="CpuTime">CPU time of all its threads.</param>
/// <param name="Migrations">Moves to another CPU, of the threads that lived at its end; <see langword="null"/> if the kernel does not say.</param>
/// <param name="Wall">The window's length.</param>
/// <param name="BatchesNs">Elapsed nanoseconds of each batch.</param>
internal sealed record GoroutineRun(
    string Version, long Voluntary, long Involuntary, Nanoseconds CpuTime, long? Migrations, Nanoseconds Wall, long[] BatchesNs)
{
    private const string Unknown = "-1";

    /// <summary>From its one line; <see langword="null"/> if that is not one.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="processors">What <c>GOMAXPROCS</c> must be in it.</param>
    /// <param name="batches">How many samples it must have.</param>
    public static GoroutineRun? Parse(string line, int processors, int batches)
    {
        if (line.Split(' ') is not ["goroutine", var version, var maxProcs, var voluntary, var involuntary, var cpu, var migrations, var wall, var count, .. var samples]
            || version.Length == 0 || Number(maxProcs) != processors || Number(count) != batches || samples.Length != batches)
        {
            return null;
        }

        var elapsed = new long[batches];
        for (var i = 0; i < batches; i++)
        {
            if (Number(samples[i]) is not { } ns)
            {
                return null;
            }

            elapsed[i] = ns;
        }

        return Number(voluntary) is { } gaveUp && Number(involuntary) is { } lost && Number(cpu) is { } ran && Number(wall) is > 0 and var passed
            && (migrations == Unknown || Number(migrations) is not null)
            ? new GoroutineRun(version, gaveUp, lost, new Nanoseconds(ran), Number(migrations), new Nanoseconds(passed), elapsed)
            : null;
    }

    private static long? Number(string word) =>
        long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
