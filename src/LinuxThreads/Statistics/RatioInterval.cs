namespace LinuxThreads.Statistics;

/// <summary>How many times as large A is as B, from rounds in which both were measured one after the other.</summary>
/// <remarks>
/// Each round gives one ratio, so what slows a whole round down (frequency, a neighbour) cancels; the median of the
/// ratios and its <see cref="MedianInterval"/> follow. A ratio of two medians would not cancel it.
/// </remarks>
public sealed record RatioInterval
{
    private RatioInterval(IReadOnlyList<double> ratios, double median, MedianInterval? interval)
    {
        Ratios = ratios;
        MedianRatio = median;
        Interval = interval;
    }

    /// <summary>A ÷ B of each round, in the order of the rounds; plain numbers, positive.</summary>
    public IReadOnlyList<double> Ratios { get; }

    /// <summary>The median of <see cref="Ratios"/>; above 1 if A is the larger one.</summary>
    public double MedianRatio { get; }

    /// <summary>The interval of the median ratio, or <see langword="null"/> after a single round.</summary>
    public MedianInterval? Interval { get; }

    /// <summary>The ratio of two interleaved series; the values with the same index are of the same round.</summary>
    /// <param name="a">A's value in each round; positive and finite.</param>
    /// <param name="b">B's value in each round; positive and finite, in the unit of A.</param>
    /// <param name="confidence">The level wanted, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The series are empty or of unequal length, or a value is not positive and finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static RatioInterval Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double confidence = 0.95)
    {
        if (a.IsEmpty || a.Length != b.Length)
        {
            throw new ArgumentException(
                $"Each round needs one value of A and one of B; there are {a.Length} of A and {b.Length} of B.", nameof(b));
        }

        RequirePositive(a, nameof(a));
        RequirePositive(b, nameof(b));
        var ratios = new double[a.Length];
        for (var i = 0; i < ratios.Length; i++)
        {
            ratios[i] = a[i] / b[i];
        }

        return new RatioInterval(Array.AsReadOnly(ratios), Summary.Of(ratios).Median, MedianInterval.Of(ratios, confidence));
    }

    private static void RequirePositive(ReadOnlySpan<double> values, string parameterName)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] > 0 && double.IsFinite(values[i])))
            {
                throw new ArgumentException($"Round {i} has {values[i]}; a ratio needs positive, finite values.", parameterName);
            }
        }
    }
}
