using LinuxThreads.Statistics;

namespace LinuxThreads.Creation;

/// <summary>One time that was taken at every creation, from just before it began.</summary>
/// <param name="Distribution">All of them, each with the cost of one clock read.</param>
/// <param name="Interval">The interval of the median over the repetitions' medians, in nanoseconds; <see langword="null"/> after a single repetition.</param>
public sealed record CreationTime(TimeDistribution Distribution, MedianInterval? Interval)
{
    /// <summary>From each repetition's times.</summary>
    internal static CreationTime Of(IEnumerable<long[]> repetitions)
    {
        long[][] times = [.. repetitions];
        return new CreationTime(TimeDistribution.Of(times), MedianInterval.Of([.. times.Select(Median)]));
    }

    /// <summary>The median of one repetition.</summary>
    internal static double Median(long[] times) => Summary.Of([.. times.Select(static time => (double)time)]).Median;
}
