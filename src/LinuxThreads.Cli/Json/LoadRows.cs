using LinuxThreads.Load;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Json;

/// <summary>Turns measured sweeps into their JSON rows.</summary>
internal static class LoadRows
{
    public static SweepRow Of(LoadResult result) => new(
        result.Sweep.JsonName(),
        result.Sweep.Figure().JsonName(),
        new SweepPlanRow(
            result.Plan.Repetitions, result.Plan.Batches, result.Plan.ExtraRepetitions, result.Plan.Window.TotalNanoseconds,
            result.Plan.IdlingWindow.TotalNanoseconds, result.Plan.Budget?.TotalNanoseconds),
        [.. result.Points.Select(Of)]);

    private static PointRow Of(LoadPoint point) => new(
        point.Name,
        point.Setting,
        RoundRows.Of(point.FigureNs),
        RoundRows.Of(point.Ratio),
        RoundRows.Of(point.WallNs),
        RoundRows.Of(point.CpuNs),
        point.HandOver is { } pair ? PingPongRows.Of(pair, null) : null,
        RoundRows.Of(point.Wait),
        RoundRows.Of(point.Control),
        point.Verdict.JsonName(),
        PingPongRows.Of(point.Caveats));
}
