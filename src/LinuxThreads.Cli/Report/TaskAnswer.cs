using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.PingPong;

namespace LinuxThreads.Cli.Report;

/// <summary>Q5: the same hand-over by threads and by tasks.</summary>
internal static class TaskAnswer
{
    private const string Id = "Q5";
    private const string Text = "Are goroutines (and tasks) really orders of magnitude cheaper than threads?";

    public static Question Question { get; } = new(Id, Text, "hand-overs of tasks", Measure);

    private static Answer Measure(Laboratory laboratory)
    {
        var channel = laboratory.Pair(Mechanism.Channel, Placement.SameCpu);
        var futex = PingPongMeter.WhyUnavailable(Mechanism.Futex) is null ? laboratory.Pair(Mechanism.Futex, Placement.SameCpu) : null;
        PingPongResult[] pairs =
        [
            .. futex is null ? Array.Empty<PingPongResult>() : [futex],
            channel,
            laboratory.Pair(Mechanism.TaskYield, Placement.SameCpu),
            laboratory.Pair(Mechanism.Channel, Placement.Unpinned),
            laboratory.Pair(Mechanism.TaskYield, Placement.Unpinned),
        ];
        return new Answer
        {
            Id = Id,
            Question = Text,
            Sentence = Sentence(futex, channel),
            Figures = [.. pairs.SelectMany(PairFigures.Of)],
            Evidence = [.. pairs.SelectMany(PairFigures.EvidenceOf)],
            Verdict = WorstVerdict.Of([.. pairs.Select(pair => pair.Verdict)]),
            Caveats = [.. pairs.SelectMany(pair => pair.Caveats).DistinctBy(caveat => caveat.Sentence)],
            Published =
            [
                new PublishedRow("Bendersky 2018, goroutines by channel", "about 170 ns a switch"),
                new PublishedRow(".NET green threads experiment 2023, await and continue", "110 ns"),
            ],
            Table = [PairFigures.Header, .. pairs.Select(PairFigures.Row)],
        };
    }

    private static string Sentence(PingPongResult? futex, PingPongResult channel)
    {
        var tasks = $"two tasks hand over and back by Channel in {Quantity.Time(channel.RoundTripNs.Median)} on one CPU here, " +
            $"with {Quantity.Ratio(channel.Evidence.CountedSwitches / (double)channel.RoundTrips)} kernel switches";
        return futex is null
            ? $"Measured for tasks only: {tasks}."
            : $"About {futex.RoundTripNs.Median / channel.RoundTripNs.Median:0} times: {tasks}; two threads by futex take {Quantity.Time(futex.RoundTripNs.Median)} " +
              $"with {Quantity.Ratio(futex.Evidence.CountedSwitches / (double)futex.RoundTrips)}.";
    }
}
