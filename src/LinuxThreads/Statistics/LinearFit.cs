namespace LinuxThreads.Statistics;

/// <summary>The straight line through points by ordinary least squares, with an interval of its slope.</summary>
/// <remarks>
/// The interval is slope ± t · standard error, t with n − 2 degrees of freedom. It assumes what least squares assumes:
/// the points scatter about a true line independently, equally strongly at every x, and roughly normally. Points measured one after
/// the other in one process, on memory that is not given back in between, are not independent; measure x in a mixed
/// order. A curve shows as a low <see cref="RSquared"/> only if it is strong: four points of a gentle bend still give 0.99.
/// </remarks>
public sealed record LinearFit
{
    private LinearFit(int count, double slope, double intercept, double rSquared, double? halfWidth, double confidence)
    {
        Count = count;
        Slope = slope;
        Intercept = intercept;
        RSquared = rSquared;
        SlopeLow = slope - halfWidth;
        SlopeHigh = slope + halfWidth;
        Confidence = confidence;
    }

    /// <summary>The number of points; at least 2.</summary>
    public int Count { get; }

    /// <summary>The rise of y per unit of x.</summary>
    public double Slope { get; }

    /// <summary>The line's y where x is 0.</summary>
    public double Intercept { get; }

    /// <summary>The share of the scatter of y that the line explains, 0 to 1.</summary>
    /// <remarks>
    /// 1 − (sum of squared residuals) ÷ (sum of squared distances from the mean of y). Where all y are equal this is 0 ÷ 0;
    /// it is 1 then, since the level line meets every point and leaves nothing unexplained.
    /// </remarks>
    public double RSquared { get; }

    /// <summary>The lower end of the slope's interval, or <see langword="null"/> with two points, which leave no scatter to judge by.</summary>
    public double? SlopeLow { get; }

    /// <summary>The upper end of the slope's interval, or <see langword="null"/> with two points.</summary>
    public double? SlopeHigh { get; }

    /// <summary>The level of the interval, between 0 and 1.</summary>
    public double Confidence { get; }

    /// <summary>The line through points (<paramref name="x"/>, <paramref name="y"/>); repeated x are welcome.</summary>
    /// <param name="x">What was varied, for instance the number of threads; finite, not all equal.</param>
    /// <param name="y">What was measured at each x; finite.</param>
    /// <param name="confidence">The level of the slope's interval, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There are fewer than two points, unequally many x and y, all x are equal, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is not between 0 and 1.</exception>
    public static LinearFit Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidence = 0.95)
    {
        SampleRules.RequireLevel(confidence, nameof(confidence));
        SampleRules.RequireFinite(x, nameof(x));
        SampleRules.RequireFinite(y, nameof(y));
        if (x.Length != y.Length || x.Length < 2)
        {
            throw new ArgumentException(
                $"A line needs at least two points; there are {x.Length} values of x and {y.Length} of y.", nameof(y));
        }

        // Differences from the mean first: sums of raw squares lose the slope of a few kB on top of gigabytes.
        var meanX = Mean(x);
        var meanY = Mean(y);
        double sumXX = 0, sumXY = 0, sumYY = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var dx = x[i] - meanX;
            var dy = y[i] - meanY;
            sumXX += dx * dx;
            sumXY += dx * dy;
            sumYY += dy * dy;
        }

        if (sumXX == 0)
        {
            throw new ArgumentException("All x are equal: a slope needs at least two different ones.", nameof(x));
        }

        var slope = sumXY / sumXX;
        double squaredResiduals = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var residual = y[i] - meanY - (slope * (x[i] - meanX));
            squaredResiduals += residual * residual;
        }

        var degrees = x.Length - 2;
        double? halfWidth = degrees == 0
            ? null
            : StudentT.TwoSidedQuantile(confidence, degrees) * Math.Sqrt(squaredResiduals / degrees / sumXX);
        return new LinearFit(
            x.Length,
            slope,
            meanY - (slope * meanX),
            sumYY == 0 ? 1 : Math.Clamp(1 - (squaredResiduals / sumYY), 0, 1),
            halfWidth,
            confidence);
    }

    // Measured from the first value, so that the mean of equal values is that value exactly.
    private static double Mean(ReadOnlySpan<double> values)
    {
        var first = values[0];
        double sum = 0;
        foreach (var value in values)
        {
            sum += value - first;
        }

        return first + (sum / values.Length);
    }
}
