namespace LinuxThreads.Statistics;

/// <summary>A distribution-free confidence interval of a median, between two of the sample's own values.</summary>
/// <remarks>
/// Method: the number of samples below the true median is binomial with ½, whatever the (continuous) distribution, so
/// the interval from the k-th smallest to the k-th largest of n values holds the median with the probability
/// P(k ≤ B ≤ n − k); k is the largest that reaches the level asked for. H. A. David and H. N. Nagaraja, Order
/// Statistics, 3rd edition (2003), section 7.1; J.-Y. Le Boudec, Performance Evaluation of Computer and Communication
/// Systems (2010), theorem 2.1. With ties the true probability is at least the stated one.
/// Assumes: the values are independent repetitions. Batches within one process are autocorrelated; their interval is too narrow.
/// </remarks>
public sealed record MedianInterval
{
    private MedianInterval(double low, double high, int lowRank, int count, double confidence, double requested)
    {
        Low = low;
        High = high;
        LowRank = lowRank;
        Count = count;
        Confidence = confidence;
        RequestedConfidence = requested;
    }

    /// <summary>The lower end, one of the samples, in their unit.</summary>
    public double Low { get; }

    /// <summary>The upper end, one of the samples, in their unit.</summary>
    public double High { get; }

    /// <summary>Which smallest sample the lower end is, from 1; the upper end is the same place counted from the largest.</summary>
    public int LowRank { get; }

    /// <summary>The number of repetitions; at least 2.</summary>
    public int Count { get; }

    /// <summary>The probability that such an interval holds the median, 0.5 to 1: what the ranks achieve, not what was asked for.</summary>
    public double Confidence { get; }

    /// <summary>The level that was asked for, between 0 and 1.</summary>
    public double RequestedConfidence { get; }

    /// <summary>False if there are too few repetitions for the level: then the interval is the whole range, and <see cref="Confidence"/> says what it is worth.</summary>
    /// <remarks>95 % needs 6 repetitions (5 reach 93.75 %), 99 % needs 8.</remarks>
    public bool IsAsConfidentAsRequested => Confidence >= RequestedConfidence;

    /// <summary>The interval of the median of independent repetitions in any order, or <see langword="null"/> if there are fewer than two.</summary>
    /// <param name="repetitions">One value per independent repetition; finite.</param>
    /// <param name="confidence">The level wanted, between 0 and 1.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static MedianInterval? Of(ReadOnlySpan<double> repetitions, double confidence = 0.95)
    {
        SampleRules.RequireLevel(confidence, nameof(confidence));
        var sorted = SampleRules.Sorted(repetitions, nameof(repetitions));
        if (sorted.Length < 2)
        {
            return null;
        }

        var (k, achieved) = FairBinomial.LargestCentralRank(sorted.Length, confidence);
        return new MedianInterval(sorted[k - 1], sorted[^k], k, sorted.Length, achieved, confidence);
    }
}
