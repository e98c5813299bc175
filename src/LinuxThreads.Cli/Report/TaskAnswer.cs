using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>Q5: the same hand-over by threads and by tasks.</summary>
internal static class TaskAnswer
{
    private const string Id = "Q5";
    private const string Text = "Are goroutines (and tasks) really orders of magnitude cheaper than threads?";

    public static Question Question { get; } = new(Id, Text, "hand-overs of tasks", Measure);

    private static Answer Measure(Laboratory laboratory)
    {
        var pairs = laboratory.Pairs(
        [
            .. new[] { Mechanism.Futex, Mechanism.Coroutine, Mechanism.Channel, Mechanism.TaskCompletionSource, Mechanism.TaskYield, Mechanism.Goroutine }
                .Select(static mechanism => PingPongPlan.Default(mechanism, Placement.SameCpu)),
            PingPongPlan.Default(Mechanism.Channel, Placement.Unpinned),
        ]);
        var futex = Find(pairs, Mechanism.Futex);
        var channel = Find(pairs, Mechanism.Channel)!;
        PingPongResult?[] claimed = [futex, channel, Find(pairs, Mechanism.Coroutine), Find(pairs, Mechanism.Goroutine)];
        return new Answer
        {
            Id = Id,
            Question = Text,
            Sentence = Sentence(futex, channel, Find(pairs, Mechanism.Coroutine), Find(pairs, Mechanism.Goroutine)),
            Figures = [.. pairs.SelectMany(PairFigures.Of)],
            Evidence = [.. pairs.SelectMany(PairFigures.EvidenceOf)],
            // The verdict is on the sentence; every row of the table has its own.
            Verdict = VerdictExtensions.Weakest([.. claimed.OfType<PingPongResult>().Select(static pair => pair.Verdict)]),
            Caveats = [.. pairs.SelectMany(static pair => pair.Caveats).DistinctBy(static caveat => caveat.Sentence)],
            Published =
            [
                new PublishedRow("Bendersky 2018, goroutines by channel", "about 170 ns a switch"),
                new PublishedRow(".NET green threads experiment 2023, await and continue", "110 ns"),
            ],
            Table = [PairFigures.Header, .. pairs.Select(PairFigures.Row)],
        };
    }

    private static PingPongResult? Find(IReadOnlyList<PingPongResult> pairs, Mechanism mechanism) =>
        pairs.FirstOrDefault(pair => pair.Plan.Mechanism == mechanism && pair.Plan.Placement.Kind == PlacementKind.SameCpu);

    private static string Sentence(PingPongResult? futex, PingPongResult channel, PingPongResult? coroutine, PingPongResult? goroutine)
    {
        var tasks = $"two tasks hand over and back by Channel in {Quantity.Time(channel.RoundTripNs.Median)} on one CPU here, " +
            $"with {Quantity.Ratio(channel.Evidence.CountedSwitches / (double)channel.RoundTrips)} kernel switches";
        if (futex is null)
        {
            return $"Measured for tasks only: {tasks}.";
        }

        var bare = coroutine is null ? "" : $" A bare switch of two stacks and back takes {Quantity.Time(coroutine.RoundTripNs.Median)}, {Times(futex, coroutine)} less.";
        var go = goroutine is not null
            ? $" Two goroutines take {Quantity.Time(goroutine.RoundTripNs.Median)}, {Times(futex, goroutine)} less."
            : $" Goroutines were not measured: {PingPongMeter.WhyUnavailable(Mechanism.Goroutine)}";
        return $"{Times(futex, channel)} cheaper: {tasks}; two threads by futex take {Quantity.Time(futex.RoundTripNs.Median)} " +
            $"with {Quantity.Ratio(futex.Evidence.CountedSwitches / (double)futex.RoundTrips)}.{bare}{go}";
    }

    private static string Times(PingPongResult a, PingPongResult b)
    {
        var ratio = a.RoundTripNs.Median / b.RoundTripNs.Median;
        return ratio < 10 ? $"{ratio:0.0} times" : $"{ratio:0} times";
    }
}
