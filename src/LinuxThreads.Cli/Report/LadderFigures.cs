using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Ladder;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>Rungs of the ladder as rows of a table, and as figures of an answer.</summary>
internal static class LadderFigures
{
    public static string[] Header { get; } = ["what", ">takes", ">95 % interval", ">counted", ">more than", ">by", "verdict"];

    public static string[] Row(LadderStep step) =>
    [
        step.Rung.JsonName(),
        Quantity.Time(step.CostNs.Median),
        step.Interval is { } interval ? Quantity.TimeRange(interval.Low, interval.High) : Quantity.Unknown,
        Quantity.Ratio(step.SwitchesPerOperation),
        step.Difference?.With.JsonName() ?? "",
        step.Difference is { } difference ? Quantity.Time(difference.Ns.MedianDifference) : "",
        step.Verdict.JsonName(),
    ];

    public static IEnumerable<FigureRow> Of(LadderStep step)
    {
        var name = Name(step.Rung);
        yield return new FigureRow($"{name}_ns", step.CostNs.Median, "ns", step.Interval?.Low, step.Interval?.High);
        if (step.Difference is { } difference)
        {
            yield return new FigureRow(
                $"{name}_less_{Name(difference.With)}_ns", difference.Ns.MedianDifference, "ns", difference.Ns.Interval?.Low, difference.Ns.Interval?.High);
        }
    }

    public static IEnumerable<FigureRow> EvidenceOf(LadderStep step)
    {
        var name = Name(step.Rung);
        return
        [
            new FigureRow($"{name}_operations", step.Operations, "operations"),
            new FigureRow($"{name}_nominal_switches", step.Evidence.NominalSwitches, "switches"),
            new FigureRow($"{name}_counted_switches", step.Evidence.CountedSwitches, "switches"),
            new FigureRow($"{name}_voluntary", step.Evidence.Voluntary, "switches"),
            new FigureRow($"{name}_involuntary", step.Evidence.Involuntary, "switches"),
            new FigureRow($"{name}_migrations", step.Evidence.Migrations, "migrations"),
            new FigureRow($"{name}_cpu_ns", step.Evidence.CpuTime?.Value, "ns"),
            new FigureRow($"{name}_run_delay_ns", step.Evidence.RunDelay?.Value, "ns"),
        ];
    }

    private static string Name(LadderRung rung) => rung.JsonName().Replace('-', '_');
}
