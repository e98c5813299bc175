namespace LinuxThreads.Statistics;

/// <summary>What every estimator asks of its samples: at least one, and all of them finite.</summary>
internal static class SampleRules
{
    public static void RequireFinite(ReadOnlySpan<double> samples, string parameterName)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (!double.IsFinite(samples[i]))
            {
                throw new ArgumentException($"Sample {i} is {samples[i]}; every sample must be a finite number.", parameterName);
            }
        }
    }

    public static void RequireLevel(double confidence, string parameterName)
    {
        if (!(confidence > 0 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(
                parameterName, confidence, "A confidence level lies between 0 and 1, both excluded: 0.95 is usual.");
        }
    }

    /// <summary>A sorted copy of the samples, which must be finite.</summary>
    public static double[] Sorted(ReadOnlySpan<double> samples, string parameterName)
    {
        RequireFinite(samples, parameterName);
        var sorted = samples.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
