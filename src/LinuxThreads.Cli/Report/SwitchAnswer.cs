using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Ladder;
using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>Q2: what a switch costs, and how much of it is entering the kernel.</summary>
internal static class SwitchAnswer
{
    private const string Id = "Q2";
    private const string Text = "Does a switch need a system call, and is that the cost?";

    public static Question Question { get; } = new(Id, Text, "the ladder from a call to a hand-over", Measure);

    private static Answer Measure(Laboratory laboratory)
    {
        if (PingPongMeter.WhyUnavailable(Mechanism.Futex) is { } reason)
        {
            return Answer.NotMeasured(Id, Text, reason);
        }

        var ladder = laboratory.Ladder();
        LadderStep?[] claimed = [ladder.Find(LadderRung.NullSyscall), ladder.Find(LadderRung.FutexOneCpu), ladder.Find(LadderRung.FutexTwoCpus)];
        return new Answer
        {
            Id = Id,
            Question = Text,
            Sentence = Sentence(ladder),
            Figures = [.. ladder.Steps.SelectMany(LadderFigures.Of)],
            Evidence = [.. ladder.Steps.SelectMany(LadderFigures.EvidenceOf)],
            // The verdict is on the sentence; every row of the table has its own.
            Verdict = VerdictExtensions.Weakest([.. claimed.OfType<LadderStep>().Select(static step => step.Verdict)]),
            Caveats = [.. ladder.Steps.SelectMany(static step => step.Caveats).DistinctBy(static caveat => caveat.Sentence)],
            Published =
            [
                new PublishedRow("Bendersky 2018, pinned", "1.2 to 1.5 µs a switch"),
                new PublishedRow("Google 2021 (UMCG mails), futex wake and wait", "1 to 1.5 µs on one CPU, 5 to 10 µs to a remote idle one"),
            ],
            Table = [LadderFigures.Header, .. ladder.Steps.Select(LadderFigures.Row)],
        };
    }

    private static string Sentence(LadderResult ladder)
    {
        if (ladder.Find(LadderRung.NullSyscall) is not { } entry || ladder.Find(LadderRung.FutexOneCpu) is not { } futex)
        {
            return $"The ladder lacks what would answer this: {string.Join(" ", ladder.Unavailable.Select(static missing => $"{missing.Field}: {missing.Reason}"))}";
        }

        var (call, perSwitch) = (entry.CostNs.Median, futex.CostNs.Median);
        var across = ladder.Find(LadderRung.FutexTwoCpus) is { } two
            ? $" To a thread on another CPU, which sleeps, it takes {Quantity.Time(two.CostNs.Median)}."
            : "";
        return $"It does, and it is not: a switch by futex on one CPU takes {Quantity.Time(perSwitch)} here, entering and leaving the kernel {Quantity.Time(call)}, " +
            $"which is {100 * call / perSwitch:0} % of it.{across}";
    }
}
