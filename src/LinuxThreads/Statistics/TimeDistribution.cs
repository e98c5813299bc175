using HdrHistogram;

namespace LinuxThreads.Statistics;

/// <summary>The distribution of many times of one kind, each taken alone, with its tail.</summary>
/// <remarks>
/// Quantiles come from a high dynamic range histogram (G. Tene, HdrHistogram) of three significant decimal digits: the p-quantile is the
/// value of the nearest rank, p·n rounded, and no more than 0.1 % above it; below 2,048 ns it is exact. <see cref="Min"/> and
/// <see cref="Max"/> are exact always. For few samples see <see cref="Summary"/>, which interpolates.
/// </remarks>
public sealed record TimeDistribution
{
    private const int SignificantDigits = 3;

    // An hour: nothing that is timed one by one lasts longer. Larger values widen the histogram's own arithmetic for nothing.
    private static readonly Nanoseconds Longest = new(3_600 * Nanoseconds.PerSecond);

    private TimeDistribution(LongHistogram histogram, long min, long max)
    {
        Nanoseconds At(double percentile) => new(Math.Clamp(histogram.GetValueAtPercentile(percentile), min, max));
        Count = histogram.TotalCount;
        Min = new Nanoseconds(min);
        P25 = At(25);
        Median = At(50);
        P75 = At(75);
        P90 = At(90);
        P99 = At(99);
        P999 = At(99.9);
        Max = new Nanoseconds(max);
    }

    /// <summary>The number of times; at least 1.</summary>
    public long Count { get; }

    /// <summary>The shortest.</summary>
    public Nanoseconds Min { get; }

    /// <summary>The lower quartile.</summary>
    public Nanoseconds P25 { get; }

    /// <summary>The median.</summary>
    public Nanoseconds Median { get; }

    /// <summary>The upper quartile.</summary>
    public Nanoseconds P75 { get; }

    /// <summary>The 90th percentile.</summary>
    public Nanoseconds P90 { get; }

    /// <summary>The 99th percentile; with 50 times or fewer it is the longest.</summary>
    public Nanoseconds P99 { get; }

    /// <summary>The 99.9th percentile; with 500 times or fewer it is the longest.</summary>
    public Nanoseconds P999 { get; }

    /// <summary>The longest.</summary>
    public Nanoseconds Max { get; }

    /// <summary>The distribution of some times in nanoseconds, in any order, given in one or several lists.</summary>
    /// <exception cref="ArgumentException">There is no time at all.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative, or longer than an hour.</exception>
    public static TimeDistribution Of(params ReadOnlySpan<IReadOnlyList<long>> times)
    {
        // Not the constructor with one bound less: its default unit would do, but says nothing of what is recorded.
        var histogram = new LongHistogram(1, Longest.Value, SignificantDigits);
        long min = long.MaxValue, max = long.MinValue;
        foreach (var list in times)
        {
            foreach (var time in list)
            {
                // The histogram answers a negative value with an IndexOutOfRangeException.
                ArgumentOutOfRangeException.ThrowIfNegative(time, nameof(times));
                ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest.Value, nameof(times));
                histogram.RecordValue(time);
                min = Math.Min(min, time);
                max = Math.Max(max, time);
            }
        }

        return histogram.TotalCount > 0
            ? new TimeDistribution(histogram, min, max)
            : throw new ArgumentException("A distribution needs at least one time.", nameof(times));
    }
}
