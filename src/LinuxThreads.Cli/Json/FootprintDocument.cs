using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>footprint</c>: <c>linuxthreads/footprint/1</c>.</summary>
internal sealed record FootprintDocument(string Schema, MachineConditions Conditions, IReadOnlyList<FootprintRow> Kinds);

/// <summary>The ledger of one kind; r_squared and the interval are those of total_bytes.</summary>
internal sealed record FootprintRow(
    string Kind,
    long? StackSizeBytes,
    long TouchBytes,
    IReadOnlyList<int> ThreadCounts,
    PlanMemoryRow PerThread,
    IReadOnlyList<SlabCacheRow>? SlabCaches,
    double? RSquared,
    double? CiLowBytes,
    double? CiHighBytes,
    ClosureRow? Closure,
    CgroupChargeRow? Cgroup,
    BallastRow? Ballast,
    string Verdict,
    IReadOnlyList<CaveatRow> Caveats,
    IReadOnlyList<Unavailable> Unavailable);

/// <summary>One of the kernel's object caches that grew with the threads.</summary>
internal sealed record SlabCacheRow(string Name, long ObjectBytes, double BytesPerThread, double ObjectsPerThread);

/// <summary>The ledger against the fall of free memory; reader_bytes is what the tool itself grew by, and in both ratios beside the ledger.</summary>
internal sealed record ClosureRow(
    long LedgerBytes, long MemAvailableBytes, long PerCpuListBytes, long ReaderBytes, double? Ratio, double? MemAvailableRatio);

/// <summary>What the child's own cgroup was charged; ratio is that ÷ total_bytes.</summary>
internal sealed record CgroupChargeRow(double ChargedBytesPerThread, double? KernelBytesPerThread, double? Ratio);

/// <summary>The threads parked before the first counted one.</summary>
internal sealed record BallastRow(int Threads, long? SlabBytes, long? ReusedBytes, bool Steady, int ShrunkCaches);
