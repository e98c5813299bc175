using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>scale</c>: <c>linuxthreads/scale/1</c>. <c>handover_ns</c> is that in parking order.</summary>
internal sealed record ScaleDocument(
    string Schema,
    MachineConditions Conditions,
    ScalePlanRow Plan,
    long ThreadsCreated,
    string EndedBy,
    string? Why,
    string? Errno,
    IReadOnlyList<LimitRow> InTheWay,
    long? CreateNs,
    double? CreateNsPerThread,
    SummaryRow? HandoverNs,
    IReadOnlyList<ScaleHandOverRow> HandOvers,
    int? Cpu,
    int? FutexHashBuckets,
    ScaleLedgerRow? Ledger,
    long? JoinNs,
    double? JoinNsPerThread,
    long EndNs,
    IReadOnlyList<SysctlRow> Sysctls,
    IReadOnlyList<string> LeftBehind,
    string Verdict,
    IReadOnlyList<Unavailable> Unavailable,
    long TookNs);

/// <summary>The knobs of a run.</summary>
internal sealed record ScalePlanRow(
    int Threads, long? StackSizeBytes, bool Carved, long? MemoryFloorBytes, bool RaiseLimits, int? Laps, int RandomOrderUpTo, int Seed);

/// <summary>The hand-overs in one order; a sample is a lap ÷ threads.</summary>
internal sealed record ScaleHandOverRow(
    string Order,
    int Laps,
    IReadOnlyList<double> SamplesNs,
    SummaryRow HandoverNs,
    long SettleNs,
    EvidenceRow Evidence,
    string Verdict,
    IReadOnlyList<CaveatRow> Caveats);

/// <summary>The memory of the threads.</summary>
internal sealed record ScaleLedgerRow(
    ScaleReadingRow Before,
    ScaleReadingRow After,
    ScalePerThreadRow PerThread,
    ScaleClosureRow? Closure,
    string Verdict,
    IReadOnlyList<CaveatRow> Caveats);

/// <summary>One reading of the ledger; the kernel's part is of the whole machine.</summary>
internal sealed record ScaleReadingRow(
    int Threads,
    long AddressSpaceBytes,
    long UserRssBytes,
    long PageTableBytes,
    long? KernelStackBytes,
    long? KernelSlabBytes,
    long? TotalBytes,
    long? MemAvailableBytes,
    long PerCpuListBytes,
    int Vmas);

/// <summary>What each thread took of it.</summary>
internal sealed record ScalePerThreadRow(
    double AddressSpaceBytes,
    double UserRssBytes,
    double PageTableBytes,
    double? KernelStackBytes,
    double? KernelSlabBytes,
    double? TotalBytes,
    double Vmas);

/// <summary>The ledger against the fall of free memory.</summary>
internal sealed record ScaleClosureRow(long LedgerBytes, long ReaderBytes, long MemAvailableBytes, long PerCpuListBytes, double? Ratio, double? MemAvailableRatio);

/// <summary>A kernel setting that was raised.</summary>
internal sealed record SysctlRow(string Name, long Was, long Raised, long Found, long Now, bool Restored, string? Errno);
