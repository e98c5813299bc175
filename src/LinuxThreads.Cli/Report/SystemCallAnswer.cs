using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Ladder;
using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>Q3: what entering the kernel costs beside what stays out of it, and this machine's mitigations.</summary>
internal static class SystemCallAnswer
{
    private const string Id = "Q3";
    private const string Text = "Why are system calls expensive?";

    public static Question Question { get; } = new(Id, Text, "system calls", Measure);

    private static Answer Measure(Laboratory laboratory)
    {
        if (PingPongMeter.WhyUnavailable(Mechanism.Futex) is { } reason)
        {
            return Answer.NotMeasured(Id, Text, reason);
        }

        var ladder = laboratory.Ladder();
        LadderStep[] steps = [.. new[] { LadderRung.EmptyCall, LadderRung.VdsoClock, LadderRung.NullSyscall }.Select(ladder.Find).OfType<LadderStep>()];
        if (steps is not [var empty, var clock, var call])
        {
            return Answer.NotMeasured(Id, Text, "a rung of the ladder is missing; see Q2.");
        }

        var factor = ladder.Ratio(LadderRung.NullSyscall, LadderRung.VdsoClock)!;
        return new Answer
        {
            Id = Id,
            Question = Text,
            Sentence = $"By themselves they are not: one that does next to nothing takes {Quantity.Time(call.CostNs.Median)} here, {factor.MedianRatio:0.0} times a read of the clock that " +
                $"stays in user space ({Quantity.Time(clock.CostNs.Median)}; an empty function {Quantity.Time(empty.CostNs.Median)}). What the kernel does at its door about " +
                $"this CPU's vulnerabilities is in that. {MitigationsText.Sentence(laboratory.Conditions)}",
            Figures = [.. steps.SelectMany(LadderFigures.Of), new FigureRow("null_syscall_over_vdso_clock", factor.MedianRatio, "ratio", factor.Interval?.Low, factor.Interval?.High)],
            Evidence = [.. steps.SelectMany(LadderFigures.EvidenceOf)],
            Verdict = VerdictExtensions.Weakest([.. steps.Select(static step => step.Verdict)]),
            Caveats = [.. steps.SelectMany(static step => step.Caveats).DistinctBy(static caveat => caveat.Sentence)],
            Published =
            [
                new PublishedRow("T-Systems 2018, getppid", "120 to 150 cycles without page-table isolation, 520 to 630 with it and PCID, 2,150 to 3,350 with IBRS in the kernel"),
                new PublishedRow("FlexSC (OSDI 2010)", "the caches and predictors that a call leaves behind cost more than the call: user code stays slower for thousands of cycles"),
            ],
        };
    }
}
