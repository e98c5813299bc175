namespace LinuxThreads.Workers;

/// <summary>How a worker process is started.</summary>
internal sealed record WorkerOptions
{
    /// <summary>The program; <see langword="null"/> is <c>linuxthreads-worker</c>, which comes with the library.</summary>
    public WorkerCommand? Command { get; init; }

    /// <summary>How long it may live.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Room for results in the shared memory, bytes; may be 0.</summary>
    public long ResultBytes { get; init; }

    /// <summary>Variables added to the environment it inherits, for instance <c>GLIBC_TUNABLES</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
