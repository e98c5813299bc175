namespace LinuxThreads.Verdicts;

/// <summary>How many operations a batch needs for a measurement to last as long as it should.</summary>
internal static class BatchSize
{
    private const int Largest = 50_000_000;

    /// <summary>Operations per batch so that all batches of all repetitions together last about <paramref name="window"/>; at least 1.</summary>
    public static int For(TimeSpan window, double operationNs, int repetitions, int batches)
    {
        var perBatch = window.TotalSeconds * Nanoseconds.PerSecond / Math.Max(operationNs, 0.1) / repetitions / batches;
        return (int)Math.Clamp(Math.Ceiling(perBatch), 1, Largest);
    }
}
