namespace LinuxThreads.Statistics;

/// <summary>Student's t distribution with a whole number of degrees of freedom.</summary>
/// <remarks>
/// For whole degrees the distribution function is a finite sum of powers of a cosine: M. Abramowitz and I. A. Stegun,
/// Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4. No table and no approximation is needed.
/// </remarks>
internal static class StudentT
{
    /// <summary>The t beyond which, on both sides together, lies 1 − <paramref name="confidence"/>; positive.</summary>
    public static double TwoSidedQuantile(double confidence, int degrees)
    {
        SampleRules.RequireLevel(confidence, nameof(confidence));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);

        // The angle θ = atan(t ÷ √ν) runs over a bounded range and the probability rises with it: bisection cannot fail.
        var low = 0.0;
        var high = Math.PI / 2;
        while (true)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return Math.Sqrt(degrees) * Math.Tan(low);
            }

            if (ProbabilityWithin(middle, degrees) < confidence)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
    }

    /// <summary>P(|T| ≤ √ν · tan θ) for θ in 0 to π/2.</summary>
    private static double ProbabilityWithin(double theta, int degrees)
    {
        var cosine = Math.Cos(theta);
        var square = cosine * cosine;
        var odd = degrees % 2 == 1;

        // Odd: cos θ + ⅔ cos³ θ + … up to cos^(ν−2); even: 1 + ½ cos² θ + … up to cos^(ν−2).
        var term = odd ? cosine : 1.0;
        var sum = 0.0;
        for (var power = odd ? 1 : 0; power <= degrees - 2; power += 2)
        {
            sum += term;
            term *= square * (power + 1) / (power + 2);
        }

        return odd ? (theta + (Math.Sin(theta) * sum)) * 2 / Math.PI : Math.Sin(theta) * sum;
    }
}
