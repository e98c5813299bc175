namespace LinuxThreads.Statistics;

/// <summary>How much larger A is than B, from rounds in which both were measured one after the other.</summary>
/// <remarks>
/// Each round gives one difference, so what adds the same to both in a round cancels; the median of the differences and its
/// <see cref="MedianInterval"/> follow. It need not equal the difference of the two medians, whose interval nobody knows.
/// </remarks>
public sealed record DifferenceInterval
{
    private DifferenceInterval(IReadOnlyList<double> differences, double median, MedianInterval? interval)
    {
        Differences = differences;
        MedianDifference = median;
        Interval = interval;
    }

    /// <summary>A − B of each round, in the order of the rounds, in their unit; negative where B is the larger one.</summary>
    public IReadOnlyList<double> Differences { get; }

    /// <summary>The median of <see cref="Differences"/>; may be negative.</summary>
    public double MedianDifference { get; }

    /// <summary>The interval of the median difference, or <see langword="null"/> after a single round.</summary>
    public MedianInterval? Interval { get; }

    /// <summary>True if the interval excludes 0 and has the level asked for: only then do the rounds say which of the two is larger.</summary>
    public bool IsToldApart => Interval is { IsAsConfidentAsRequested: true } interval && (interval.Low > 0 || interval.High < 0);

    /// <summary>The difference of two interleaved series; the values with the same index are of the same round.</summary>
    /// <param name="a">A's value in each round; finite.</param>
    /// <param name="b">B's value in each round; finite, in the unit of A.</param>
    /// <param name="confidence">The level wanted, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The series are empty or of unequal length, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static DifferenceInterval Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double confidence = 0.95)
    {
        if (a.IsEmpty || a.Length != b.Length)
        {
            throw new ArgumentException(
                $"Each round needs one value of A and one of B; there are {a.Length} of A and {b.Length} of B.", nameof(b));
        }

        SampleRules.RequireFinite(a, nameof(a));
        SampleRules.RequireFinite(b, nameof(b));
        var differences = new double[a.Length];
        for (var i = 0; i < differences.Length; i++)
        {
            differences[i] = a[i] - b[i];
        }

        return new DifferenceInterval(Array.AsReadOnly(differences), Summary.Of(differences).Median, MedianInterval.Of(differences, confidence));
    }
}
