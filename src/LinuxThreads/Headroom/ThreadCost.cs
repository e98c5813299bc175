namespace LinuxThreads.Headroom;

/// <summary>What one more thread of a kind takes of each thing that is limited; <see langword="null"/> is "not known", never 0.</summary>
/// <remarks>A limit whose cost per thread is not known has no number of threads until it is hit; its check says why.</remarks>
public sealed record ThreadCost
{
    /// <summary>The kind of thread.</summary>
    public required ThreadKind Kind { get; init; }

    /// <summary>The stack asked for; <see langword="null"/> is the C library's default.</summary>
    public ByteSize? StackSize { get; init; }

    /// <summary>Mappings for each thread (<c>vm.max_map_count</c>): 2 for a pthread with a guard of its own, more for a .NET thread.</summary>
    public double? Mappings { get; init; }

    /// <summary>Address space for each thread, in bytes (<c>RLIMIT_AS</c>).</summary>
    public double? AddressSpaceBytes { get; init; }

    /// <summary>Private writable mappings for each thread, in bytes (<c>RLIMIT_DATA</c>, and what counts against <c>CommitLimit</c>).</summary>
    public double? PrivateWritableBytes { get; init; }

    /// <summary>Memory for each parked thread, in bytes: what it keeps resident, its page tables, its kernel stack and the kernel's objects for it.</summary>
    public double? MemoryBytes { get; init; }

    /// <summary>Threads that were made to measure this; 0 if it was not measured.</summary>
    public int MeasuredThreads { get; init; }

    /// <summary>The figures that could not be had, each with its reason.</summary>
    public IReadOnlyList<Unavailable> Unavailable { get; init; } = [];

    /// <summary>The cost of a thread about which nothing was measured.</summary>
    /// <param name="kind">The kind of thread.</param>
    /// <param name="stackSize">The stack asked for; <see langword="null"/> is the C library's default.</param>
    /// <param name="reason">Why nothing was measured, as a sentence.</param>
    /// <param name="fix">What would change that; <see langword="null"/> where nothing does.</param>
    public static ThreadCost Unknown(ThreadKind kind, ByteSize? stackSize, string reason, string? fix) => new()
    {
        Kind = kind,
        StackSize = stackSize,
        Unavailable = [new Unavailable("per_thread", reason, fix)],
    };
}
