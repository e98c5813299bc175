using LinuxThreads.Calls;
using LinuxThreads.Conditions;
using LinuxThreads.Loops;
using LinuxThreads.Overhead;
using LinuxThreads.PingPong;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Json;

/// <summary>Turns the measured curves into their JSON.</summary>
internal static class OverheadRows
{
    public static OverheadDocument Of(OverheadResult result, MachineConditions conditions) => new(
        "linuxthreads/overhead/1",
        conditions,
        result.Plan.Mechanism.JsonName(),
        result.Cpu,
        Of(result.Plan),
        Of(result.Work)!,
        Of(result.BreakEvens),
        Of(result.BreakEvensWithCalls),
        [.. result.Caches.Select(static cache => new CacheRow(cache.Level, cache.Type, cache.Size?.Bytes))],
        Of(result.WorkingSet),
        result.Unavailable);

    private static OverheadPlanRow Of(OverheadPlan plan) => new(
        plan.ControlCall.JsonName(), plan.Repetitions, plan.ExtraRepetitions, plan.Batches, plan.Window.TotalNanoseconds, plan.Budget?.TotalNanoseconds,
        [.. plan.WorkTargets.Select(static work => work.Value)], plan.LargestArray.Bytes);

    private static IReadOnlyList<OverheadPointRow>? Of(IReadOnlyList<OverheadPoint>? points) => points is null
        ? null
        : [.. points.Select(static point => new OverheadPointRow(
            point.Name,
            point.Work.Kind == WorkKind.Compute ? point.Work.Amount : null,
            point.Work.Kind == WorkKind.Memory ? point.Work.Amount : null,
            Of(point.WorkNs),
            Of(point.Pair),
            Of(point.Control),
            Of(point.CostNs),
            Of(point.CostCpuNs),
            Of(point.CostWithCallsNs),
            Of(point.ExtraNs),
            Of(point.Share),
            point.Verdict.JsonName()))];

    private static OverheadArmRow Of(OverheadArm arm) => new(
        arm.Operations, arm.SamplesNs, PingPongRows.Of(arm.OperationNs, arm.Interval), PingPongRows.Of(arm.Evidence), arm.Verdict.JsonName(),
        PingPongRows.Of(arm.Caveats));

    private static RoundFigureRow? Of(RoundFigure? figure) =>
        figure is null ? null : new RoundFigureRow(figure.Median, figure.Interval?.Low, figure.Interval?.High, figure.Rounds);

    private static IReadOnlyList<BreakEvenRow>? Of(IReadOnlyList<BreakEven>? found) => found is null
        ? null
        : [.. found.Select(static each => new BreakEvenRow(each.Share, each.WorkNs, each.LowNs, each.HighNs, each.Method.JsonName(), each.IsBeyondMeasured, each.Verdict.JsonName()))];
}
