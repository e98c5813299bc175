using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>create</c>: <c>linuxthreads/create/1</c>.</summary>
internal sealed record CreateDocument(string Schema, MachineConditions Conditions, IReadOnlyList<CreateRow> Results);

/// <summary>One measured kind of <see cref="CreateDocument"/>.</summary>
internal sealed record CreateRow(
    string Kind,
    long? StackSizeBytes,
    int Creators,
    string? Cache,
    IReadOnlyList<int> Cpus,
    CreatePlanRow Plan,
    long Count,
    DistributionRow ReturnedNs,
    DistributionRow FirstInstructionNs,
    DistributionRow JoinedNs,
    IReadOnlyList<StepRow>? Steps,
    SplitRow? Split,
    CreateEvidenceRow Evidence,
    string Verdict,
    IReadOnlyList<CaveatRow> Caveats);

/// <summary>The knobs of one measurement of creation; <c>count</c> is of each creator in each repetition.</summary>
internal sealed record CreatePlanRow(int Repetitions, int Count, int WarmUp, int ExtraRepetitions, bool Unpinned);

/// <summary>A distribution of times taken one by one; the interval is that of the median over independent repetitions.</summary>
internal record DistributionRow(
    double Median, double P25, double P75, double P90, double P99, double P999, double Max, double Min, double? CiLow, double? CiHigh);

/// <summary>One step of a creation.</summary>
internal sealed record StepRow(
    string Name, double MedianNs, double P25Ns, double P75Ns, double P90Ns, double P99Ns, double P999Ns, double MaxNs, double MinNs, double? CiLowNs, double? CiHighNs);

/// <summary>What <c>pthread_create</c> on a new stack consists of: the parts add up to the whole, each less a clock read; the first touch is part of the rest.</summary>
internal sealed record SplitRow(
    double StackMappingNs, double GuardNs, double CloneNs, double RestNs, double? RestCiLowNs, double? RestCiHighNs, double FirstTouchNs, double PthreadCreateNs,
    double ClockReadNs);

/// <summary>The kernel's counters over the windows.</summary>
internal sealed record CreateEvidenceRow(
    long NominalSwitches,
    long? CountedSwitches,
    long? Voluntary,
    long? Involuntary,
    long? Migrations,
    long? RunDelayNs,
    long? CpuNs,
    long WallNs,
    IReadOnlyList<int> CpusSeen,
    long NominalCreations,
    long? CountedCreations,
    long? MinorFaults,
    double? NewStacksPerCreation);
