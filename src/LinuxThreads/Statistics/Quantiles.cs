namespace LinuxThreads.Statistics;

/// <summary>Quantiles of a sorted sample by one rule: Hyndman and Fan's type 7.</summary>
/// <remarks>
/// The rule: with n values x₁ ≤ … ≤ xₙ and h = (n − 1)·p + 1, the p-quantile is x at place h, linear between the two
/// neighbours of a broken place. R. J. Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages", The American
/// Statistician 50 (1996) 361–365, definition 7. They recommend type 8; type 7 is chosen because it is the default of
/// R, NumPy, Julia and spreadsheets, so that a reader recomputes our figures from the raw samples without options, and
/// because p = 0 and p = 1 are then the minimum and the maximum. For the median all nine types but 1 to 3 agree.
/// </remarks>
public static class Quantiles
{
    /// <summary>The <paramref name="p"/>-quantile of an ascending sample, in the sample's own unit.</summary>
    /// <param name="sorted">Finite values in ascending order; at least one.</param>
    /// <param name="p">The share of the sample at or below the quantile, 0 to 1.</param>
    /// <exception cref="ArgumentException">The sample is empty, not ascending, or holds a value that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is outside 0 to 1.</exception>
    public static double Type7(ReadOnlySpan<double> sorted, double p)
    {
        if (sorted.IsEmpty)
        {
            throw new ArgumentException("A quantile needs at least one sample.", nameof(sorted));
        }

        if (!(p >= 0 && p <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A quantile's share lies between 0 and 1.");
        }

        SampleRules.RequireFinite(sorted, nameof(sorted));
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] < sorted[i - 1])
            {
                throw new ArgumentException($"Sample {i} is smaller than the one before it; sort the samples first.", nameof(sorted));
            }
        }

        return Interpolate(sorted, p);
    }

    /// <summary>The same, for callers that sorted and checked the sample themselves.</summary>
    internal static double Interpolate(ReadOnlySpan<double> sorted, double p)
    {
        var place = (sorted.Length - 1) * p;
        var below = (int)place;
        var fraction = place - below;
        // Without a fraction there may be no upper neighbour, and the value itself is exact.
        return fraction == 0 ? sorted[below] : sorted[below] + (fraction * (sorted[below + 1] - sorted[below]));
    }
}
