using LinuxThreads.Loops;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Overhead;

/// <summary>One point of a curve: two threads that take turns at some work, less one thread that does the same work and makes the same system calls.</summary>
public sealed record OverheadPoint
{
    private OverheadPoint(string name, WorkPerTurn work, OverheadArm pair, OverheadArm control)
    {
        Name = name;
        Work = work;
        Pair = pair;
        Control = control;
        Verdict = pair.Verdict < control.Verdict ? pair.Verdict : control.Verdict;
    }

    /// <summary>What the point stands for: the work aimed at, or the size in terms of the caches, for instance <c>L2 / 2</c>; the first is <c>no work</c> or <c>no array</c>.</summary>
    public string Name { get; }

    /// <summary>The work that each side does before each hand-over.</summary>
    public WorkPerTurn Work { get; }

    /// <summary>The two threads, on one CPU; an operation is a round trip.</summary>
    public OverheadArm Pair { get; }

    /// <summary>The one thread, on the same CPU; an operation is its work and the system calls of one hand-over.</summary>
    public OverheadArm Control { get; }

    /// <summary>What a switch costs, in nanoseconds: round trip less two operations of the control, by the switches that the kernel <em>counted</em> in one.</summary>
    /// <remarks>
    /// <see langword="null"/> if the kernel counted none or did not say. Negative where noise is larger than the cost.
    /// Excludes: the system calls that the control makes too; <see cref="CostWithCallsNs"/> has them.
    /// </remarks>
    public RoundFigure? CostNs { get; private init; }

    /// <summary>The same by the threads' own CPU clocks instead of the wall clock, so that other tasks' slices are not in it.</summary>
    /// <remarks>
    /// Source: <c>CLOCK_THREAD_CPUTIME_ID</c> of each thread over its window; <see langword="null"/> where that is unknown. What other tasks
    /// pushed out of the caches is in it all the same. On a quiet CPU it agrees with <see cref="CostNs"/>.
    /// </remarks>
    public RoundFigure? CostCpuNs { get; private init; }

    /// <summary><see cref="CostNs"/> with the system calls of a hand-over, as the control of the point without work makes them.</summary>
    public RoundFigure? CostWithCallsNs { get; private init; }

    /// <summary>What the work took by itself, in nanoseconds: the control less the control of the point without work.</summary>
    public RoundFigure? WorkNs { get; private init; }

    /// <summary>The share of the time that goes to switching, cost ÷ (cost + work); 1 without work, <see langword="null"/> if the cost is.</summary>
    public RoundFigure? Share { get; private init; }

    /// <summary>By how much the cost exceeds that of the point without work, in nanoseconds: with an array, what refilling the caches costs.</summary>
    public RoundFigure? ExtraNs { get; private init; }

    /// <summary>The weaker of the two verdicts.</summary>
    public Verdict Verdict { get; }

    /// <summary>What a reader must know beside the figures: the pair's caveats, then the control's.</summary>
    public IReadOnlyList<Caveat> Caveats => [.. Pair.Caveats, .. Control.Caveats];

    /// <summary>The work per switch, in nanoseconds, at which this cost would be a share of the time; <see langword="null"/> if the cost is unknown.</summary>
    /// <param name="share">Between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not between them.</exception>
    public double? WorkForShare(double share) => Math.Max(0, CostNs?.Median ?? 0) * BreakEven.Multiple(share) is var work && CostNs is not null ? work : null;

    /// <summary>The points of one curve from what was measured; the first is the one without work.</summary>
    internal static IReadOnlyList<OverheadPoint> Curve(IReadOnlyList<(string Name, WorkPerTurn Work, RepeatedRun Pair, RepeatedRun Control)> measured)
    {
        var (_, _, firstPair, firstControl) = measured[0];
        var firstCost = Cost(firstPair, firstControl);
        var calls = RoundFigure.Of(firstControl.Medians.Select(static median => (double?)median));
        return
        [
            .. measured.Select(point =>
            {
                var cost = Cost(point.Pair, point.Control);
                var control = RoundFigure.Of(point.Control.Medians.Select(static median => (double?)median));
                var work = RoundFigure.Of(control, calls, static (with, without) => with - without);
                return new OverheadPoint(point.Name, point.Work, new OverheadArm(point.Pair), new OverheadArm(point.Control))
                {
                    CostNs = cost,
                    CostCpuNs = CostByCpu(point.Pair, point.Control),
                    CostWithCallsNs = RoundFigure.Of(cost, calls, static (alone, made) => alone + made),
                    WorkNs = work,
                    Share = RoundFigure.Of(cost, work, static (spent, used) => spent / (spent + used)),
                    ExtraNs = RoundFigure.Of(cost, firstCost, static (here, there) => here - there),
                };
            }),
        ];
    }

    private static RoundFigure? Cost(RepeatedRun pair, RepeatedRun control) => RoundFigure.Of(
        pair.Kept.Select((repetition, round) => VerdictRule.PerSwitchNs(
            pair.Medians[round] - (2 * control.Medians[round]), repetition.Operations, repetition.Evidence)));

    private static RoundFigure? CostByCpu(RepeatedRun pair, RepeatedRun control) => RoundFigure.Of(
        pair.Kept.Zip(control.Kept, static (pair, control) => CpuNs(pair) - (2 * CpuNs(control)) is { } difference
            ? VerdictRule.PerSwitchNs(difference, pair.Operations, pair.Evidence)
            : null));

    private static double? CpuNs(Repetition repetition) => repetition.Evidence.CpuTime?.Value / (double)repetition.Operations;
}
