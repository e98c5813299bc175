using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Directed;
using LinuxThreads.PingPong;

namespace LinuxThreads.Cli.Report;

/// <summary>Q8: what this kernel has for handing over to a chosen thread, and what that costs.</summary>
internal static class DirectedAnswer
{
    private const string Id = "Q8";
    private const string Text = "Would SwitchTo support in the kernel make it competitive?";

    public static Question Question { get; } = new(Id, Text, "directed hand-overs", Measure);

    private static Answer Measure(Laboratory laboratory)
    {
        if (PingPongMeter.WhyUnavailable(Mechanism.Futex) is { } reason)
        {
            return Answer.NotMeasured(Id, Text, reason);
        }

        var facilities = DirectedFacilities.Probe(laboratory.Conditions, laboratory.Stopping);
        var result = laboratory.Directed();
        var pairs = result.HandOvers.Select(static entry => entry.Result).ToArray();
        return new Answer
        {
            Id = Id,
            Question = Text,
            Sentence = $"Where it was built it did, by not asking where to run. {DirectedText.Sentence(result, facilities)}",
            Figures = [.. pairs.SelectMany(PairFigures.Of), .. result.HandOvers.SelectMany(Ratios)],
            Evidence = [.. pairs.SelectMany(PairFigures.EvidenceOf)],
            // The verdict is on the sentence; every row of the table has its own.
            Verdict = pairs[0].Verdict,
            Caveats = [.. pairs.SelectMany(static pair => pair.Caveats).DistinctBy(static caveat => caveat.Sentence)],
            Published =
            [
                new PublishedRow("Turner 2013 (SwitchTo, Google's kernels)", "179 ns a switch, by futex 2,905 ns"),
                new PublishedRow("Oskolkov 2020 (FUTEX_SWAP, a laptop)", "620 ns a switch, wake and wait 4,103 ns"),
                new PublishedRow("Vagin 2023 (seccomp, synchronous wake-up)", "8,655 ns a call without, 2,919 ns with"),
            ],
            Table = [PairFigures.Header, .. pairs.Select(PairFigures.Row)],
        };
    }

    private static IEnumerable<FigureRow> Ratios(DirectedHandOver entry)
    {
        var name = $"{entry.Result.Plan.Mechanism.JsonName()}_{entry.Result.Plan.Placement}".Replace('-', '_').Replace(':', '_').Replace(',', '_');
        if (entry.ToFutexOnOneCpu is { } futex)
        {
            yield return new FigureRow($"{name}_over_futex_one_cpu", futex.MedianRatio, "ratio", futex.Interval?.Low, futex.Interval?.High);
        }

        if (entry.ToPlainSeccomp is { } plain)
        {
            yield return new FigureRow($"{name}_over_plain_seccomp", plain.MedianRatio, "ratio", plain.Interval?.Low, plain.Interval?.High);
        }
    }
}
