using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>overhead</c>: <c>linuxthreads/overhead/1</c>. <c>working_set</c> and the break-evens are null where they are unknown.</summary>
internal sealed record OverheadDocument(
    string Schema,
    MachineConditions Conditions,
    string Mechanism,
    int Cpu,
    OverheadPlanRow Plan,
    IReadOnlyList<OverheadPointRow> Work,
    IReadOnlyList<BreakEvenRow>? BreakEven,
    IReadOnlyList<BreakEvenRow>? BreakEvenWithCalls,
    IReadOnlyList<CacheRow> Caches,
    IReadOnlyList<OverheadPointRow>? WorkingSet,
    IReadOnlyList<Unavailable> Unavailable);

/// <summary>The knobs of both curves.</summary>
internal sealed record OverheadPlanRow(
    string ControlCall, int Repetitions, int ExtraRepetitions, int Batches, double WindowNs, double? BudgetNs, IReadOnlyList<long> WorkTargetsNs, long LargestArrayBytes);

/// <summary>One point: the pair, its control, and what follows from them round by round.</summary>
internal sealed record OverheadPointRow(
    string Name,
    long? WorkRounds,
    long? ArrayBytes,
    RoundFigureRow? WorkNs,
    OverheadArmRow Pair,
    OverheadArmRow Control,
    RoundFigureRow? PerSwitchNs,
    RoundFigureRow? PerSwitchCpuNs,
    RoundFigureRow? PerSwitchWithCallsNs,
    RoundFigureRow? ExtraNs,
    RoundFigureRow? Share,
    string Verdict);

/// <summary>What was timed; an operation of a pair is a round trip, of a control one turn of work and the system calls of a hand-over.</summary>
internal sealed record OverheadArmRow(
    long Operations, IReadOnlyList<double> SamplesNs, SummaryRow OperationNs, EvidenceRow Evidence, string Verdict, IReadOnlyList<CaveatRow> Caveats);

/// <summary>A figure with its value in each round; the interval is that of the median.</summary>
internal sealed record RoundFigureRow(double Median, double? CiLow, double? CiHigh, IReadOnlyList<double> Rounds);

/// <summary>The work from which on switching takes a share of the time at the most.</summary>
internal sealed record BreakEvenRow(double Share, double WorkNs, double? CiLowNs, double? CiHighNs, string Method, bool BeyondMeasured, string Verdict);

/// <summary>A cache of the CPU.</summary>
internal sealed record CacheRow(int Level, string? Type, long? SizeBytes);
