namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>stacks</c>: <c>linuxthreads/stacks/1</c>.</summary>
internal sealed record StacksDocument(
    string Schema,
    int Pid,
    string? Route,
    long TookNs,
    IReadOnlyList<StackRow> Threads,
    StackTotalsRow Totals,
    BreakdownDocument? Breakdown,
    IReadOnlyList<Unavailable> Unavailable)
{
    public required HugePagesRow HugePages { get; init; }

    /// <summary>Null unless <c>--prove</c> was given.</summary>
    public required HugeProofRow? HugeProof { get; init; }
}

/// <summary>The settings that decide about huge pages in <see cref="StacksDocument"/>.</summary>
internal sealed record HugePagesRow(string? Mode, long? SizeBytes, bool? ProcessEnabled, long? KhugepagedMaxPtesNone);

/// <summary>One thread of <see cref="StacksDocument"/>; addresses are <c>0x…</c>.</summary>
internal sealed record StackRow(
    int Tid,
    string? Comm,
    string? StackStart,
    string? StackEnd,
    long? ReservedBytes,
    long? GuardBytes,
    long? RssBytes,
    long? PssBytes,
    long? SwapBytes,
    long? HugeBytes,
    long? TouchedDepthBytes,
    bool? NoHugePage,
    string? LocatedBy,
    string? Unavailable)
{
    /// <summary>The main thread's <c>RLIMIT_STACK</c>; absent for other threads.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public long? LimitBytes { get; init; }

    public required long? RetainedBytes { get; init; }

    public required string? RetainedUnknown { get; init; }

    public required bool? HugePageEligible { get; init; }

    public required string? HugePageReason { get; init; }

    public required long? HugePageSizeBytes { get; init; }

    public required int? HugePageAligned { get; init; }

    public required long? HugePagePotentialBytes { get; init; }

    public required bool? HugePageMayCollapse { get; init; }
}

/// <summary>The sums of <see cref="StacksDocument"/> over the located threads.</summary>
internal sealed record StackTotalsRow(int Threads, int Located, long? ReservedBytes, long? RssBytes, long? SwapBytes, long? HugeBytes)
{
    public required long? RetainedBytes { get; init; }

    public required int? HugePageEligible { get; init; }

    public required long? HugePagePotentialBytes { get; init; }
}
