namespace LinuxThreads.Statistics;

/// <summary>The headline figures of one set of samples, all in the samples' own unit.</summary>
/// <remarks>
/// Quantiles follow <see cref="Quantiles.Type7"/>. There is no mean and no deviation: times of a shared machine have a
/// long right tail that both would follow. No sample is left out; <see cref="Outliers"/> only counts. The unit stands in
/// the name of the member that holds the summary, for instance <c>RoundTripNs</c>.
/// </remarks>
public sealed record Summary
{
    private const double OuterFence = 3.0;

    private Summary(ReadOnlySpan<double> sorted)
    {
        Count = sorted.Length;
        Min = sorted[0];
        P25 = Quantiles.Interpolate(sorted, 0.25);
        Median = Quantiles.Interpolate(sorted, 0.5);
        P75 = Quantiles.Interpolate(sorted, 0.75);
        P99 = Quantiles.Interpolate(sorted, 0.99);
        Max = sorted[^1];
        Outliers = CountBeyondOuterFences(sorted, P25, P75);
    }

    /// <summary>The number of samples; at least 1.</summary>
    public int Count { get; }

    /// <summary>The smallest sample.</summary>
    public double Min { get; }

    /// <summary>The lower quartile.</summary>
    public double P25 { get; }

    /// <summary>The median.</summary>
    public double Median { get; }

    /// <summary>The upper quartile.</summary>
    public double P75 { get; }

    /// <summary>The 99th percentile; with fewer than 101 samples it lies between the two largest ones.</summary>
    public double P99 { get; }

    /// <summary>The largest sample.</summary>
    public double Max { get; }

    /// <summary>The number of samples beyond Tukey's outer fences, 0 to <see cref="Count"/>; they are part of every other figure.</summary>
    /// <remarks>
    /// The fences lie three times the distance of the quartiles below the lower and above the upper one; a sample on
    /// a fence is inside. J. W. Tukey, Exploratory Data Analysis (1977), section 2D, calls what lies beyond "far out". His
    /// hinges are replaced by the type 7 quartiles. If more than half of the samples are equal, the quartiles may
    /// coincide, and then every other value counts.
    /// </remarks>
    public int Outliers { get; }

    /// <summary>The summary of a set of samples in any order; the samples are not changed.</summary>
    /// <exception cref="ArgumentException">There is no sample, or one is not finite.</exception>
    public static Summary Of(ReadOnlySpan<double> samples)
    {
        if (samples.IsEmpty)
        {
            throw new ArgumentException("A summary needs at least one sample.", nameof(samples));
        }

        return new Summary(SampleRules.Sorted(samples, nameof(samples)));
    }

    private static int CountBeyondOuterFences(ReadOnlySpan<double> sorted, double lowerQuartile, double upperQuartile)
    {
        var reach = OuterFence * (upperQuartile - lowerQuartile);
        var beyond = 0;
        foreach (var sample in sorted)
        {
            if (sample < lowerQuartile - reach || sample > upperQuartile + reach)
            {
                beyond++;
            }
        }

        return beyond;
    }
}
