using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Ladder;
using LinuxThreads.Load;
using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>Q9, as far as differences tell: what placement, leaving idle, the policy and the run queue's length add to a hand-over.</summary>
internal static class DecisionAnswer
{
    private const string Id = "Q9";
    private const string Text = "Is the scheduling decision the expensive part, and why?";

    public static Question Question { get; } = new(Id, Text, "placement, policy and run queue", Measure);

    private static Answer Measure(Laboratory laboratory)
    {
        if (PingPongMeter.WhyUnavailable(Mechanism.Futex) is { } reason)
        {
            return Answer.NotMeasured(Id, Text, reason);
        }

        var ladder = laboratory.Ladder();
        LoadResult[] sweeps = [laboratory.Load(LoadSweep.RunQueue), laboratory.Load(LoadSweep.Policy)];
        var points = sweeps.SelectMany(static sweep => sweep.Points.Select(point => (sweep.Sweep, Point: point))).ToArray();
        LadderStep[] steps = [.. new[] { LadderRung.NullSyscall, LadderRung.LoneYield, LadderRung.FutexOneCpu, LadderRung.FutexTwoCpusAwake, LadderRung.FutexTwoCpus }
            .Select(ladder.Find).OfType<LadderStep>()];
        return new Answer
        {
            Id = Id,
            Question = Text,
            Sentence = Sentence(ladder, sweeps[0], sweeps[1]),
            Figures = [.. steps.SelectMany(LadderFigures.Of), .. points.SelectMany(static entry => Figures(entry.Sweep, entry.Point))],
            Evidence = [.. steps.SelectMany(LadderFigures.EvidenceOf), .. points.SelectMany(static entry => Evidence(entry.Sweep, entry.Point))],
            // The verdict is on the sentence; every row of the table has its own.
            Verdict = VerdictExtensions.Weakest([.. steps.Select(static step => step.Verdict)]),
            Caveats = [.. steps.SelectMany(static step => step.Caveats).Concat(points.SelectMany(static entry => entry.Point.Caveats)).DistinctBy(static caveat => caveat.Kind)],
            Published =
            [
                new PublishedRow("Oskolkov 2020, wake and wait", "4,103 ns where the kernel places the woken thread, 620 ns on the waker's CPU: 85 % is placement and waking"),
                new PublishedRow("Okanovic 2024 (arm64 guests that poll before they sleep)", "pipe ping-pong 50 % faster: half of a hand-over can be leaving idle"),
            ],
            Table =
            [
                ["futex on one CPU", ">on a CPU", ">elapsed", ">times the first", ">95 % interval", "verdict"],
                .. points.Select(static entry => Row(entry.Sweep, entry.Point)),
            ],
        };
    }

    private static string Sentence(LadderResult ladder, LoadResult queue, LoadResult policy)
    {
        if (ladder.Find(LadderRung.FutexOneCpu) is not { } one || ladder.Find(LadderRung.FutexTwoCpus) is not { } two)
        {
            return $"On one CPU the decision is small: {OnOne(queue, policy)} There is no second CPU for this process, where the question of where to run would arise.";
        }

        double Share(double part) => 100 * part / two.CostNs.Median;
        var idle = ladder.Difference(LadderRung.FutexTwoCpus, LadderRung.FutexTwoCpusAwake) is { MedianDifference: > 0 } exit
            ? $", {Share(exit.MedianDifference):0} % because the CPU it is handed to has gone idle"
            : "";
        return $"Where to run is: of {Quantity.Time(two.CostNs.Median)} for a hand-over to another CPU, {Share(two.CostNs.Median - one.CostNs.Median):0} % are that it is another{idle}; " +
            $"on one CPU it takes {Quantity.Time(one.CostNs.Median)}. Whom to run is not: {OnOne(queue, policy)}";
    }

    private static string OnOne(LoadResult queue, LoadResult policy)
    {
        var longest = queue.Points[^1];
        var length = longest.Ratio is { } ratio ? $"with {longest.Name} others ready to run a switch takes {ratio.MedianRatio:0.00} times the CPU time" : "the run queue's length could not be compared";
        var policies = string.Join(", ", policy.Points.Where(static point => point.Ratio is not null).Select(static point => $"{point.Name} {point.Ratio!.MedianRatio:0.00}"));
        return $"{length}{(policies.Length > 0 ? $", and by policy, against {policy.Points[0].Name}, {policies} times the time" : "")}.";
    }

    private static IEnumerable<FigureRow> Figures(LoadSweep sweep, LoadPoint point)
    {
        var name = Name(sweep, point);
        return
        [
            new FigureRow($"{name}_cpu_per_switch_ns", point.CpuNs?.Median, "ns", point.CpuNs?.Interval?.Low, point.CpuNs?.Interval?.High),
            new FigureRow($"{name}_per_switch_ns", point.WallNs?.Median, "ns", point.WallNs?.Interval?.Low, point.WallNs?.Interval?.High),
            new FigureRow($"{name}_ratio", point.Ratio?.MedianRatio, "ratio", point.Ratio?.Interval?.Low, point.Ratio?.Interval?.High),
        ];
    }

    private static IEnumerable<FigureRow> Evidence(LoadSweep sweep, LoadPoint point) => point.HandOver is not { } pair ? [] :
    [
        new FigureRow($"{Name(sweep, point)}_round_trips", pair.RoundTrips, "round_trips"),
        new FigureRow($"{Name(sweep, point)}_nominal_switches", pair.Evidence.NominalSwitches, "switches"),
        new FigureRow($"{Name(sweep, point)}_counted_switches", pair.Evidence.CountedSwitches, "switches"),
    ];

    private static string[] Row(LoadSweep sweep, LoadPoint point) =>
    [
        sweep == LoadSweep.RunQueue ? $"{point.Name} others ready to run" : $"policy {point.Name}",
        Quantity.Time(point.CpuNs?.Median),
        Quantity.Time(point.WallNs?.Median),
        Quantity.Ratio(point.Ratio?.MedianRatio),
        point.Ratio?.Interval is { } interval ? $"{Quantity.Ratio(interval.Low)}–{Quantity.Ratio(interval.High)}" : "",
        point.Verdict.JsonName(),
    ];

    private static string Name(LoadSweep sweep, LoadPoint point) => $"{sweep.JsonName()}_{point.Name}".Replace('-', '_').Replace(' ', '_').Replace(",", "");
}
