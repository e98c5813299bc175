namespace LinuxThreads.Verdicts;

/// <summary>Turns the elapsed times of batches into times per operation.</summary>
internal static class Batches
{
    /// <summary>Nanoseconds per operation of the first <paramref name="done"/> batches.</summary>
    public static double[] PerOperation(ReadOnlySpan<long> elapsedNs, int done, long operations)
    {
        var perOperation = new double[done];
        for (var i = 0; i < done; i++)
        {
            perOperation[i] = elapsedNs[i] / (double)operations;
        }

        return perOperation;
    }
}
