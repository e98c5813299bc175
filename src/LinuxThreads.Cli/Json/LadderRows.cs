using LinuxThreads.Ladder;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Json;

/// <summary>Turns a measured ladder into its JSON.</summary>
internal static class LadderRows
{
    private const double NsPerTick = 100;

    public static LadderPlanRow Of(LadderPlan plan) => new(
        plan.Repetitions, plan.Batches, plan.ExtraRepetitions, plan.RungTime.Ticks * NsPerTick, plan.IdlingRungTime.Ticks * NsPerTick,
        plan.Budget?.Ticks * NsPerTick, plan.TwoCpus?.ToString());

    public static LadderRow Of(LadderStep step) => new(
        step.Rung.JsonName(),
        step.Rung.IsHandOver() ? "switch" : "call",
        step.Cpus,
        step.Operations,
        step.SamplesNs,
        step.RoundsNs,
        PingPongRows.Of(step.CostNs, step.Interval),
        step.Difference is { } difference ? Of(difference) : null,
        PingPongRows.Of(step.Evidence),
        step.Verdict.JsonName(),
        PingPongRows.Of(step.Caveats));

    private static LadderDifferenceRow Of(LadderDifference difference) => new(
        difference.With.JsonName(),
        difference.What,
        difference.Ns.Differences,
        difference.Ns.MedianDifference,
        difference.Ns.Interval?.Low,
        difference.Ns.Interval?.High,
        difference.Ns.Interval?.Confidence,
        difference.Ns.IsToldApart);
}
