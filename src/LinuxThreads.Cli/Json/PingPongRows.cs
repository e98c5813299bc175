using LinuxThreads.Calls;
using LinuxThreads.Loops;
using LinuxThreads.PingPong;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Json;

/// <summary>Turns measured hand-overs into their JSON rows.</summary>
internal static class PingPongRows
{
    public static PingPongRow Of(PingPongResult result, CallResult? baseline) => new(
        result.Plan.Mechanism.JsonName(),
        result.Plan.Placement.ToString(),
        result.Cpus,
        new PingPongPlanRow(
            result.Plan.Repetitions, result.Plan.Batches, result.Plan.BatchRoundTrips, result.Plan.WarmUpRoundTrips, result.Plan.ExtraRepetitions,
            result.Plan.Policy?.JsonName(), result.Plan.Processes, result.Plan.Runnable > 0),
        result.RoundTrips,
        result.SamplesNs,
        Of(result.RoundTripNs, result.Interval),
        result.PerSwitchNs is { } perSwitch ? new PerSwitchRow(perSwitch) : null,
        // A round trip makes the calls of both sides.
        baseline is null
            ? null
            : new BaselineRow(
                baseline.Plan.Kind.JsonName(), 2 * baseline.CallNs.Median, result.RoundTripNs.Median - (2 * baseline.CallNs.Median), baseline.Verdict.JsonName()),
        Of(result.Evidence),
        result.Verdict.JsonName(),
        Of(result.Caveats));

    public static SummaryRow Of(Summary summary, MedianInterval? interval) => new(
        summary.Median, summary.P25, summary.P75, summary.P99, summary.Min, interval?.Low, interval?.High);

    public static EvidenceRow Of(Evidence evidence) => new(
        evidence.NominalSwitches, evidence.CountedSwitches, evidence.Voluntary, evidence.Involuntary, evidence.Migrations,
        evidence.RunDelay?.Value, evidence.CpuTime?.Value, evidence.WallTime.Value, evidence.CpusSeen);

    public static IReadOnlyList<CaveatRow> Of(IReadOnlyList<Caveat> caveats) =>
        [.. caveats.Select(caveat => new CaveatRow(
            caveat.Kind.JsonCode(), caveat.Sentence, caveat.Figures.ToDictionary(figure => figure.Name, figure => figure.Value)))];
}
