namespace LinuxThreads.Cli.Json;

/// <summary>The part <c>breakdown</c> of <see cref="StacksDocument"/>: the process's resident memory by class.</summary>
internal sealed record BreakdownDocument(
    IReadOnlyList<MemoryClassRow> Classes,
    IReadOnlyList<MemoryNameRow> Names,
    long RssBytes,
    long? SmapsRollupRssBytes,
    ArenasRow? Arenas,
    IReadOnlyList<Unavailable> Unavailable);

/// <summary>One class of memory.</summary>
internal sealed record MemoryClassRow(
    string Name,
    int Mappings,
    long SizeBytes,
    long RssBytes,
    long? PssBytes,
    long? PrivateDirtyBytes,
    long? SwapBytes,
    long? HugeBytes,
    bool Inferred);

/// <summary>The memory of one name within the class <c>named-anonymous</c>.</summary>
internal sealed record MemoryNameRow(
    string Name,
    int Mappings,
    long SizeBytes,
    long RssBytes,
    long? PssBytes,
    long? PrivateDirtyBytes,
    long? SwapBytes,
    long? HugeBytes);

/// <summary>The arenas of malloc.</summary>
internal sealed record ArenasRow(int? Count, int Heaps, long? Cap, string? CapSource, int? Cpus, double? QuotaCpus);
