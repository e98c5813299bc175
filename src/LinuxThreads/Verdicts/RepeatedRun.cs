using System.Globalization;
using LinuxThreads.Statistics;

namespace LinuxThreads.Verdicts;

/// <summary>The repetitions of one measurement put together: contaminated ones were run again, and the rest is judged as one.</summary>
internal sealed class RepeatedRun
{
    /// <summary>Puts together what was kept of <paramref name="wanted"/> repetitions; fewer means that the budget ended.</summary>
    internal RepeatedRun(IReadOnlyList<Repetition> kept, int givenUp, int wanted, bool spinsBeforeParking)
    {
        double[] samples = [.. kept.SelectMany(repetition => repetition.SamplesNs)];
        double[] medians = [.. kept.Select(repetition => Summary.Of([.. repetition.SamplesNs]).Median)];
        Kept = kept;
        SamplesNs = samples;
        Summary = Summary.Of(samples);
        Medians = medians;
        Interval = MedianInterval.Of(medians);
        Operations = kept.Sum(repetition => repetition.Operations);
        Evidence = Sum(kept);
        Count = new KernelCount(kept.Sum(repetition => repetition.Count.Nominal), Sum(kept, repetition => repetition.Count.Counted));

        var judgement = VerdictRule.Judge(Evidence, Count, Operations, ContaminationGate.Judge(SumOccupancy(kept)), spinsBeforeParking);
        Verdict = judgement.Verdict;
        Caveats = [.. judgement.Caveats, .. OwnCaveats(kept.Count, givenUp, wanted, Interval), .. Bimodal(samples)];
    }

    /// <summary>The repetitions kept, in the order taken; at least one.</summary>
    public IReadOnlyList<Repetition> Kept { get; }

    /// <summary>Every sample of the repetitions kept, in the order taken.</summary>
    public IReadOnlyList<double> SamplesNs { get; }

    /// <summary>The summary of <see cref="SamplesNs"/>.</summary>
    public Summary Summary { get; }

    /// <summary>The median of each repetition, in the order taken.</summary>
    public IReadOnlyList<double> Medians { get; }

    /// <summary>The interval of the median over the repetitions' own medians, or null after a single one.</summary>
    public MedianInterval? Interval { get; }

    /// <summary>The operations timed in the repetitions kept.</summary>
    public long Operations { get; }

    /// <summary>The counters of the repetitions kept.</summary>
    public Evidence Evidence { get; }

    /// <summary>What the verdict is on, over the repetitions kept.</summary>
    public KernelCount Count { get; }

    /// <summary>The verdict on the repetitions kept.</summary>
    public Verdict Verdict { get; }

    /// <summary>What the verdict and the repeating give rise to.</summary>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <summary>Runs repetitions until enough were quiet, the extra ones are used up, or the budget is spent.</summary>
    /// <param name="wanted">Repetitions to keep; at least 1.</param>
    /// <param name="extra">Contaminated repetitions that may be given up for others.</param>
    /// <param name="budget">When to stop early, though never before one repetition, which is then kept even if contaminated; null for never.</param>
    /// <param name="measure">Runs one repetition.</param>
    /// <param name="spinsBeforeParking">As the verdict rule takes it.</param>
    /// <param name="cancellation">Asked before each repetition.</param>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static RepeatedRun Collect(
        int wanted, int extra, TimeSpan? budget, Func<Repetition> measure, bool spinsBeforeParking, CancellationToken cancellation) =>
        InterleavedRuns.Collect(wanted, extra, budget, [new Arm(measure, spinsBeforeParking)], cancellation)[0];

    private static Evidence Sum(IReadOnlyList<Repetition> kept) => new()
    {
        NominalSwitches = kept.Sum(repetition => repetition.Evidence.NominalSwitches),
        CountedSwitches = Sum(kept, repetition => repetition.Evidence.CountedSwitches),
        Voluntary = Sum(kept, repetition => repetition.Evidence.Voluntary),
        Involuntary = Sum(kept, repetition => repetition.Evidence.Involuntary),
        Migrations = Sum(kept, repetition => repetition.Evidence.Migrations),
        RunDelay = Time(kept, repetition => repetition.Evidence.RunDelay),
        CpuTime = Time(kept, repetition => repetition.Evidence.CpuTime),
        WallTime = new Nanoseconds(kept.Sum(repetition => repetition.Evidence.WallTime.Value)),
        CpusSeen = [.. kept.SelectMany(repetition => repetition.Evidence.CpusSeen).Distinct().Order()],
    };

    private static CpuOccupancy SumOccupancy(IReadOnlyList<Repetition> kept) => kept[0].Occupancy with
    {
        Window = new Nanoseconds(kept.Sum(repetition => repetition.Occupancy.Window.Value)),
        OwnTaskClock = Time(kept, repetition => repetition.Occupancy.OwnTaskClock),
        OwnAccountedTime = Time(kept, repetition => repetition.Occupancy.OwnAccountedTime),
        TaskTime = Time(kept, repetition => repetition.Occupancy.TaskTime),
        InterruptTime = Time(kept, repetition => repetition.Occupancy.InterruptTime),
        StealTime = Time(kept, repetition => repetition.Occupancy.StealTime),
        Windows = kept.Count,
    };

    /// <summary>A sum with one unknown part is unknown.</summary>
    private static long? Sum(IReadOnlyList<Repetition> kept, Func<Repetition, long?> part)
    {
        long sum = 0;
        foreach (var repetition in kept)
        {
            if (part(repetition) is not { } value)
            {
                return null;
            }

            sum += value;
        }

        return sum;
    }

    private static Nanoseconds? Time(IReadOnlyList<Repetition> kept, Func<Repetition, Nanoseconds?> part) =>
        Sum(kept, repetition => part(repetition)?.Value) is { } sum ? new Nanoseconds(sum) : null;

    private static IEnumerable<Caveat> Bimodal(ReadOnlySpan<double> samples) => TwoModes.Find(samples) is not { } modes
        ? []
        :
        [
            new Caveat(
                CaveatKind.Bimodal,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The samples form two groups, one about {modes.LowMedian:0.#} ns and one, {modes.HighShare * 100:0} % of them, about {modes.HighMedian:0.#} ns: the median is that of a mixture."),
                new CaveatFigure("low_median_ns", modes.LowMedian), new CaveatFigure("high_median_ns", modes.HighMedian), new CaveatFigure("high_share", modes.HighShare)),
        ];

    private static IEnumerable<Caveat> OwnCaveats(int kept, int givenUp, int wanted, MedianInterval? interval)
    {
        if (givenUp > 0)
        {
            yield return new Caveat(
                CaveatKind.RepeatedForQuiet,
                $"{givenUp} of {kept + givenUp} repetitions were disturbed by other tasks and are not in the figures.",
                new CaveatFigure("given_up", givenUp), new CaveatFigure("kept", kept));
        }

        if (kept < wanted)
        {
            yield return new Caveat(
                CaveatKind.CutShort,
                $"The time budget ended after {kept} of {wanted} repetitions.",
                new CaveatFigure("kept", kept), new CaveatFigure("planned", wanted));
        }

        if (interval is null || !interval.IsAsConfidentAsRequested)
        {
            yield return new Caveat(
                CaveatKind.FewRepetitions,
                interval is null
                    ? "A single repetition gives no interval of the median."
                    : $"{kept} repetitions give an interval of {interval.Confidence * 100:0.0} % confidence, not {interval.RequestedConfidence * 100:0} %.",
                new CaveatFigure("repetitions", kept));
        }
    }
}
