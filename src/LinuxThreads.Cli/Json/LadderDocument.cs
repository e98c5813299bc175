using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>ladder</c>: <c>linuxthreads/ladder/1</c>. The mitigations are in <c>conditions.cpu.mitigations</c>.</summary>
internal sealed record LadderDocument(
    string Schema, MachineConditions Conditions, LadderPlanRow Plan, IReadOnlyList<LadderRow> Steps, IReadOnlyList<Unavailable> Unavailable);

/// <summary>The knobs of the ladder; times are of one rung in one round.</summary>
internal sealed record LadderPlanRow(
    int Rounds, int Batches, int ExtraRepetitions, double RungTimeNs, double IdlingRungTimeNs, double? BudgetNs, string? TwoCpus);

/// <summary>One rung; <c>cost_ns</c> and the samples are per <c>per</c>, a call or a counted switch, and <c>rounds_ns</c> are the medians of independent processes.</summary>
internal sealed record LadderRow(
    string Rung,
    string Per,
    IReadOnlyList<int> Cpus,
    long Operations,
    IReadOnlyList<double> SamplesNs,
    IReadOnlyList<double> RoundsNs,
    SummaryRow CostNs,
    LadderDifferenceRow? Difference,
    EvidenceRow Evidence,
    string Verdict,
    IReadOnlyList<CaveatRow> Caveats);

/// <summary>This rung less the one that it is compared with, round by round; <c>told_apart</c> is true if the interval excludes 0.</summary>
internal sealed record LadderDifferenceRow(
    string ComparedWith, string What, IReadOnlyList<double> RoundsNs, double MedianNs, double? CiLowNs, double? CiHighNs, double? Confidence, bool ToldApart);
