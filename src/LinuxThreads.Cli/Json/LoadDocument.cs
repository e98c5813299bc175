using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>load</c>: <c>linuxthreads/load/1</c>.</summary>
internal sealed record LoadDocument(string Schema, MachineConditions Conditions, IReadOnlyList<SweepRow> Sweeps, IReadOnlyList<Unavailable> Unavailable);

/// <summary>One sweep; <c>figure</c> says what <c>figure_ns</c> of its points is.</summary>
internal sealed record SweepRow(string Sweep, string Figure, SweepPlanRow Plan, IReadOnlyList<PointRow> Points);

/// <summary>The knobs of a sweep.</summary>
internal sealed record SweepPlanRow(int Repetitions, int Batches, int ExtraRepetitions, double WindowNs, double IdlingWindowNs, double? BudgetNs);

/// <summary>One point of a sweep; the ratio is to the first point, round by round, and null for that one.</summary>
internal sealed record PointRow(
    string Name,
    long? Setting,
    RoundsRow? FigureNs,
    RoundsRow? Ratio,
    RoundsRow? WallNs,
    RoundsRow? CpuNs,
    PingPongRow? HandOver,
    CallRow? Wait,
    CallRow? Control,
    string Verdict,
    IReadOnlyList<CaveatRow> Caveats);
