using LinuxThreads.Calls;
using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Load;

/// <summary>The points of one sweep, measured in rounds, each compared with the first.</summary>
public sealed record LoadResult
{
    private LoadResult(LoadSweep sweep, LoadPlan plan, IReadOnlyList<LoadPoint> points, IReadOnlyList<Unavailable> unavailable)
    {
        Sweep = sweep;
        Plan = plan;
        Points = points;
        Unavailable = unavailable;
    }

    /// <summary>The sweep.</summary>
    public LoadSweep Sweep { get; }

    /// <summary>How it was measured.</summary>
    public LoadPlan Plan { get; }

    /// <summary>The points measured, in their order; the first is the one that the others are compared with.</summary>
    public IReadOnlyList<LoadPoint> Points { get; }

    /// <summary>The points that the kernel refused, by their names, and why.</summary>
    public IReadOnlyList<Unavailable> Unavailable { get; }

    internal static LoadResult Of(LoadSweep sweep, LoadPlan plan, IReadOnlyList<LoadRun> runs, IReadOnlyList<Unavailable> unavailable)
    {
        var first = runs[0].Figure(sweep.Figure());
        return new LoadResult(sweep, plan, [.. runs.Select((run, at) => Point(sweep, run, at == 0 ? null : first))], unavailable);

        static LoadPoint Point(LoadSweep sweep, LoadRun run, Statistics.RoundFigure? first)
        {
            var figure = run.Figure(sweep.Figure());
            var handOver = run.Subject.Pair is { } pair ? new PingPongResult(pair, [run.Cpu, run.Cpu], run.Main, []) : null;
            var wait = run.Subject.Wait is { } sleep ? new CallResult(sleep, run.Cpu, run.Main) : null;
            var control = run.Control is { } calls ? new CallResult(run.Subject.Control!, run.Cpu, calls) : null;
            return new LoadPoint
            {
                Name = run.Subject.Name,
                Setting = run.Subject.Setting,
                FigureNs = figure,
                WallNs = run.WallPerSwitch(),
                CpuNs = run.CpuPerSwitch(),
                Ratio = first is null ? null : figure?.DividedBy(first),
                HandOver = handOver,
                Wait = wait,
                Control = control,
                Verdict = VerdictExtensions.Weakest(figure is null ? Verdict.Unverified : Verdict.Valid, run.Main.Verdict, run.Control?.Verdict ?? Verdict.Valid),
                Caveats = [.. run.Main.Caveats, .. run.Control?.Caveats ?? []],
            };
        }
    }
}
