using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Loops;
using LinuxThreads.Overhead;
using LinuxThreads.PingPong;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>Q6: from how much work between two switches on switching stops mattering, and what it costs where the work has a working set.</summary>
internal static class WorkAnswer
{
    private const string Id = "Q6";
    private const string Text = "Does switching matter once real work is done between switches?";

    public static Question Question { get; } = new(Id, Text, "switching against work", Measure);

    private static Answer Measure(Laboratory laboratory)
    {
        if (PingPongMeter.WhyUnavailable(Mechanism.Futex) is { } reason)
        {
            return Answer.NotMeasured(Id, Text, reason);
        }

        var result = laboratory.Overhead();
        if (result.BreakEvensWithCalls is not { } breakEvens)
        {
            return Answer.NotMeasured(Id, Text, string.Join(" ", result.Unavailable.Select(static missing => $"{missing.Field}: {missing.Reason}")));
        }

        var points = result.Work.Concat(result.WorkingSet?.Skip(1) ?? []).ToArray();
        return new Answer
        {
            Id = Id,
            Question = Text,
            Sentence = Sentence(result, breakEvens),
            Figures = [.. breakEvens.Select(Figure), .. points.SelectMany(Figures)],
            Evidence = [.. points.SelectMany(Evidence)],
            // The verdict is on the sentence; every row of the table has its own.
            Verdict = VerdictExtensions.Weakest([.. breakEvens.Select(static each => each.Verdict)]),
            Caveats = [.. points.SelectMany(static point => point.Caveats).DistinctBy(static caveat => caveat.Kind)],
            Published =
            [
                new PublishedRow("Li, Ding, Shen 2007 (dual 2 GHz Xeon, 512 KB L2)", "3.8 µs without an array, 4.2 to 8.7 µs up to 200 KB, 39 to 203 µs from 256 to 512 KB"),
                new PublishedRow("Tsuna 2010", "1.3 to 1.9 µs pinned, up to 50 µs with working sets"),
            ],
            Table =
            [
                ["between two switches", ">takes", ">a switch", ">95 % interval", ">of the time", "verdict"],
                .. points.Select(Row),
            ],
        };
    }

    private static string Sentence(OverheadResult result, IReadOnlyList<BreakEven> breakEvens)
    {
        var steps = string.Join(", ", breakEvens.Select(static each => $"{each.Share * 100:0.#} % from {Quantity.Time(each.WorkNs)}"));
        var sets = result.WorkingSet?.Where(static point => point.CostWithCallsNs is not null).MaxBy(static point => point.CostWithCallsNs!.Median) is { Work.Kind: WorkKind.Memory } dearest
            ? $" Where the work goes through an array of {Quantity.Bytes(dearest.Work.Amount)} on each side, a switch takes {Quantity.Time(dearest.CostWithCallsNs!.Median)}, since the caches are filled again."
            : "";
        return $"Less and less: a switch with its system calls takes at most {steps} of work between two switches on.{sets}";
    }

    private static FigureRow Figure(BreakEven each) => new(
        FormattableString.Invariant($"work_for_{each.Share * 100:0.#}_percent_ns"), each.WorkNs, "ns", each.LowNs, each.HighNs);

    private static IEnumerable<FigureRow> Figures(OverheadPoint point) =>
    [
        Row($"{Name(point)}_work_ns", point.WorkNs, "ns"),
        Row($"{Name(point)}_switch_ns", point.CostNs, "ns"),
        Row($"{Name(point)}_switch_with_calls_ns", point.CostWithCallsNs, "ns"),
        Row($"{Name(point)}_share", point.Share, "ratio"),
    ];

    private static FigureRow Row(string name, RoundFigure? figure, string unit) => new(name, figure?.Median, unit, figure?.Interval?.Low, figure?.Interval?.High);

    private static IEnumerable<FigureRow> Evidence(OverheadPoint point) =>
    [
        new FigureRow($"{Name(point)}_round_trips", point.Pair.Operations, "round_trips"),
        new FigureRow($"{Name(point)}_nominal_switches", point.Pair.Evidence.NominalSwitches, "switches"),
        new FigureRow($"{Name(point)}_counted_switches", point.Pair.Evidence.CountedSwitches, "switches"),
        new FigureRow($"{Name(point)}_alone_counted_switches", point.Control.Evidence.CountedSwitches, "switches"),
    ];

    private static string[] Row(OverheadPoint point) =>
    [
        What(point),
        point.Work.Kind == WorkKind.None ? "" : Quantity.Time(point.WorkNs?.Median),
        Quantity.Time(point.CostWithCallsNs?.Median),
        Quantity.Range(point.CostWithCallsNs?.Interval),
        point is { WorkNs: { } work, CostWithCallsNs: { } cost } && point.Work.Kind != WorkKind.None
            ? $"{100 * cost.Median / (cost.Median + work.Median):0.0} %"
            : "",
        point.Verdict.JsonName(),
    ];

    private static string What(OverheadPoint point) => point.Work.Kind switch
    {
        WorkKind.None => "nothing",
        WorkKind.Memory => $"array of {Quantity.Bytes(point.Work.Amount)}",
        _ => "arithmetic",
    };

    private static string Name(OverheadPoint point) => point.Work.Kind switch
    {
        WorkKind.None => "no_work",
        WorkKind.Memory => FormattableString.Invariant($"array_{point.Work.Amount}_bytes"),
        _ => FormattableString.Invariant($"compute_{point.Work.Amount}_rounds"),
    };
}
