using LinuxThreads.Calls;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.PingPong;

namespace LinuxThreads.Cli.Report;

/// <summary>Q2: what a switch costs, and how much of it is entering the kernel.</summary>
internal static class SwitchAnswer
{
    private const string Id = "Q2";
    private const string Text = "Does a switch need a system call, and is that the cost?";

    public static Question Question { get; } = new(Id, Text, "system calls and hand-overs of threads", Measure);

    private static Answer Measure(Laboratory laboratory)
    {
        if (PingPongMeter.WhyUnavailable(Mechanism.Futex) is { } reason)
        {
            return Answer.NotMeasured(Id, Text, reason);
        }

        CallResult[] calls = [laboratory.Call(CallKind.NullSyscall), laboratory.Call(CallKind.LoneYield)];
        var pairs = new List<PingPongResult>
        {
            laboratory.Pair(Mechanism.Yield, Placement.SameCpu),
            laboratory.Pair(Mechanism.Futex, Placement.SameCpu),
            laboratory.Pair(Mechanism.Pipe, Placement.SameCpu),
        };
        if (laboratory.TwoCpus is { } two)
        {
            pairs.Add(laboratory.Pair(Mechanism.Futex, two));
        }

        return new Answer
        {
            Id = Id,
            Question = Text,
            Sentence = Sentence(calls[0], pairs[1], pairs.Count > 3 ? pairs[3] : null),
            Figures = [.. calls.Select(PairFigures.Call), .. pairs.SelectMany(PairFigures.Of)],
            Evidence = [.. pairs.SelectMany(PairFigures.EvidenceOf)],
            Verdict = WorstVerdict.Of([.. calls.Select(call => call.Verdict), .. pairs.Select(pair => pair.Verdict)]),
            Caveats = [.. calls.SelectMany(call => call.Caveats).Concat(pairs.SelectMany(pair => pair.Caveats)).DistinctBy(caveat => caveat.Sentence)],
            Published =
            [
                new PublishedRow("Bendersky 2018, pinned", "1.2 to 1.5 µs a switch"),
                new PublishedRow("Google 2021 (UMCG mails), futex wake and wait", "1 to 1.5 µs on one CPU, 5 to 10 µs to a remote idle one"),
            ],
            Table = [PairFigures.Header, .. calls.Select(PairFigures.Row), .. pairs.Select(PairFigures.Row)],
        };
    }

    private static string Sentence(CallResult call, PingPongResult futex, PingPongResult? remote)
    {
        var entry = call.CallNs.Median;
        if (futex.PerSwitchNs is not { } perSwitch)
        {
            return $"A system call that does nothing takes {Quantity.Time(entry)} here; the kernel did not count the switches of the hand-over.";
        }

        var across = remote is { PerSwitchNs: { } remoteSwitch }
            ? $" Waking a thread on another CPU makes it {Quantity.Time(remoteSwitch)}."
            : "";
        return $"It does, and it is not: a switch by futex on one CPU takes {Quantity.Time(perSwitch)} here, entering and leaving the kernel {Quantity.Time(entry)}, " +
            $"which is {100 * entry / perSwitch:0} % of it.{across}";
    }
}
