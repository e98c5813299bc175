namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>plan</c>: <c>linuxthreads/plan/1</c>.</summary>
internal sealed record PlanDocument(
    string Schema,
    string Kind,
    long Threads,
    long WorkNs,
    long TouchBytes,
    PlanMemoryRow PerThread,
    PlanMemoryRow Total,
    PlanSwitchingRow Switching,
    BindingRow? Binding,
    IReadOnlyList<LimitRow> InTheWay,
    CpuBudgetRow CpuBudget,
    string Advice,
    string MemoryVerdict,
    IReadOnlyList<CaveatRow> Caveats,
    IReadOnlyList<Unavailable> Unavailable);

/// <summary>The ledger, for one or for all.</summary>
internal sealed record PlanMemoryRow(
    double? AddressSpaceBytes,
    double? UserRssBytes,
    double? StackRssBytes,
    double? OtherUserBytes,
    double? PageTableBytes,
    double? KernelStackBytes,
    double? KernelSlabBytes,
    double? TotalBytes,
    double? Vmas);

/// <summary>What handing over costs beside the work between two hand-overs.</summary>
internal sealed record PlanSwitchingRow(
    string Mechanism, double? PerHandOverNs, double? CrossCpuPerHandOverNs, double? Share, double? CrossCpuShare, double? WorkForFivePercentNs, string Verdict);
