using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Load;

/// <summary>What the rounds brought for one point.</summary>
/// <param name="Subject">What was run.</param>
/// <param name="Cpu">On which CPU.</param>
/// <param name="Main">The hand-over, or the sleep.</param>
/// <param name="Control">What is taken off the hand-over; null where nothing is.</param>
internal sealed record LoadRun(LoadSubject Subject, int Cpu, RepeatedRun Main, RepeatedRun? Control)
{
    /// <summary>The figure of each round, in nanoseconds; null where the kernel did not give what it needs.</summary>
    public RoundFigure? Figure(LoadFigure figure) => figure switch
    {
        LoadFigure.CpuPerSwitch => CpuPerSwitch(),
        LoadFigure.WallPerSwitch => WallPerSwitch(),
        LoadFigure.NetPerSwitch => NetPerSwitch(),
        LoadFigure.Lateness => RoundFigure.Of([.. Main.Medians.Select(median => median - Subject.Wait!.Timeout.Value)]),
        _ => throw new ArgumentOutOfRangeException(nameof(figure), figure, "Not a figure."),
    };

    /// <summary>Elapsed time of each round per switch counted in it.</summary>
    public RoundFigure? WallPerSwitch() => RoundFigure.Of(Rounds(static (kept, median) => median * kept.Operations));

    /// <summary>Time on a CPU in each round per switch counted in it.</summary>
    public RoundFigure? CpuPerSwitch() => RoundFigure.Of(Rounds(static (kept, _) => kept.Evidence.CpuTime?.Value));

    // Both sides make their calls and do their work once a round trip.
    private RoundFigure? NetPerSwitch() => RoundFigure.Of(
        Main.Kept.Select((kept, at) => PerSwitch(kept, (Main.Medians[at] - (2 * Control!.Medians[at])) * kept.Operations)));

    private IEnumerable<double?> Rounds(Func<Repetition, double, double?> total) =>
        Main.Kept.Zip(Main.Medians, (kept, median) => PerSwitch(kept, total(kept, median)));

    private static double? PerSwitch(Repetition kept, double? totalNs) =>
        kept.Evidence.CountedSwitches is { } counted and > 0 ? totalNs / counted : null;
}
