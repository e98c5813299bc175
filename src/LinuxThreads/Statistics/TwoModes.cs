namespace LinuxThreads.Statistics;

/// <summary>Two separate groups in a sample, between which its median means little.</summary>
/// <param name="LowMedian">The median of the lower group, in the unit of the sample.</param>
/// <param name="HighMedian">The median of the upper group.</param>
/// <param name="HighShare">The part of the sample in the upper group, 0.1 to 0.9.</param>
/// <remarks>
/// Rule: somewhere in the ordered sample a value is at least 1.5 times the one before it, and a tenth of the sample or more lies on either side of
/// that gap. A gap that wide inside one group of hundreds of batches does not come by chance; stragglers are fewer than a tenth.
/// </remarks>
internal sealed record TwoModes(double LowMedian, double HighMedian, double HighShare)
{
    private const double LeastGap = 1.5;
    private const int LeastPercent = 10;
    private const int LeastCount = 10;

    /// <summary>The two groups on either side of the widest gap, or null if there is none, or too few values to tell.</summary>
    /// <param name="samples">Positive values in any order.</param>
    public static TwoModes? Find(ReadOnlySpan<double> samples)
    {
        if (samples.Length < LeastCount)
        {
            return null;
        }

        var sorted = samples.ToArray();
        Array.Sort(sorted);
        var edge = Math.Max(1, (sorted.Length * LeastPercent + 99) / 100);
        var widest = -1;
        var gap = LeastGap;
        for (var i = edge; i <= sorted.Length - edge; i++)
        {
            if (sorted[i - 1] > 0 && sorted[i] / sorted[i - 1] >= gap)
            {
                (widest, gap) = (i, sorted[i] / sorted[i - 1]);
            }
        }

        return widest < 0
            ? null
            : new TwoModes(
                Summary.Of(sorted.AsSpan(0, widest)).Median, Summary.Of(sorted.AsSpan(widest)).Median, (sorted.Length - widest) / (double)sorted.Length);
    }
}
