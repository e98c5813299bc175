using LinuxThreads.Calls;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Json;

/// <summary>What was measured once in each round: its median, the median's interval over the rounds, and its values; in nanoseconds, or a ratio.</summary>
internal sealed record RoundsRow(double Median, double? CiLow, double? CiHigh, IReadOnlyList<double> Rounds);

/// <summary>One measured call.</summary>
internal sealed record CallRow(
    string Kind,
    int Cpu,
    CallPlanRow Plan,
    long Calls,
    IReadOnlyList<double> SamplesNs,
    SummaryRow CallNs,
    EvidenceRow Evidence,
    string Verdict,
    IReadOnlyList<CaveatRow> Caveats);

/// <summary>The knobs of one measured call; <c>timer_slack_ns</c> is null for the inherited one, <c>timeout_ns</c> for calls without.</summary>
internal sealed record CallPlanRow(
    int Repetitions, int Batches, int BatchCalls, int WarmUpCalls, int ExtraRepetitions, long? TimeoutNs, long? TimerSlackNs, int Runnable);

/// <summary>Turns what was measured in rounds into JSON rows.</summary>
internal static class RoundRows
{
    public static RoundsRow? Of(RoundFigure? figure) => figure is null
        ? null
        : new RoundsRow(figure.Median, figure.Interval?.Low, figure.Interval?.High, figure.Rounds);

    public static RoundsRow? Of(RatioInterval? ratio) => ratio is null
        ? null
        : new RoundsRow(ratio.MedianRatio, ratio.Interval?.Low, ratio.Interval?.High, ratio.Ratios);

    public static CallRow? Of(CallResult? result) => result is null
        ? null
        : new CallRow(
            result.Plan.Kind.JsonName(),
            result.Cpu,
            new CallPlanRow(
                result.Plan.Repetitions, result.Plan.Batches, result.Plan.BatchCalls, result.Plan.WarmUpCalls, result.Plan.ExtraRepetitions,
                result.Plan.Kind == CallKind.TimedWait ? result.Plan.Timeout.Value : null, result.Plan.TimerSlack?.Value, result.Plan.Runnable),
            result.Calls,
            result.SamplesNs,
            PingPongRows.Of(result.CallNs, result.Interval),
            PingPongRows.Of(result.Evidence),
            result.Verdict.JsonName(),
            PingPongRows.Of(result.Caveats));
}
