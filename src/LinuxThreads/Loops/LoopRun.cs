namespace LinuxThreads.Loops;

/// <summary>What a loop in a <see cref="LoopWorker"/> brought.</summary>
/// <param name="Result">The shim's struct.</param>
/// <param name="BatchesNs">Elapsed nanoseconds of each batch done.</param>
internal sealed record LoopRun<TResult>(TResult Result, long[] BatchesNs)
    where TResult : unmanaged;
