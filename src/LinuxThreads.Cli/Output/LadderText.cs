using LinuxThreads.Conditions;
using LinuxThreads.Ladder;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Output;

/// <summary>The ladder as a person reads it: each rung, and under it what it adds to another.</summary>
internal static class LadderText
{
    /// <summary>What is said of a difference whose interval does not exclude 0.</summary>
    public const string NotToldApart = "not told apart";

    /// <summary>Writes the table and the mitigations, and on the error stream what to know beside them.</summary>
    public static void WriteTo(Session session, LadderResult result, MachineConditions conditions)
    {
        WriteTable(session, result);
        session.Out.WriteLine();
        Paragraph.WriteTo(
            session.Out, session.Terminal,
            "cost: a call, or for yield-to-peer and futex a switch that the kernel counted; counted: switches in one call or round trip. " +
            "less: the median of the differences round by round, and their interval; a round is a process of its own.");
        foreach (var step in result.Steps)
        {
            if (step.Difference is { } difference)
            {
                Paragraph.WriteTo(session.Out, session.Terminal, $"{step.Rung.JsonName()} less {difference.With.JsonName()}: {difference.What}.", indent: 2);
            }
        }

        session.Out.WriteLine();
        Paragraph.WriteTo(session.Out, session.Terminal, MitigationsText.Sentence(conditions));
        Notes.WriteTo(
            session, result.Unavailable, CaveatNotes.ByKind(result.Steps.SelectMany(step => step.Caveats.Select(caveat => (step.Rung.JsonName(), caveat)))));
    }

    private static void WriteTable(Session session, LadderResult result)
    {
        var table = new TextTable("rung", ">cost", ">95 % interval", ">counted", "verdict");
        foreach (var rung in Enum.GetValues<LadderRung>())
        {
            if (result.Find(rung) is not { } step)
            {
                table.Add(rung.JsonName(), Quantity.Unknown, Quantity.Unknown, Quantity.Unknown, "unavailable");
                continue;
            }

            table.Add(
                rung.JsonName(), Quantity.Time(step.CostNs.Median), Quantity.Range(step.Interval), Quantity.Ratio(step.SwitchesPerOperation), step.Verdict.JsonName());
            if (step.Difference is { } difference)
            {
                table.Add(
                    $"  less {difference.With.JsonName()}", Quantity.Time(difference.Ns.MedianDifference), Quantity.Range(difference.Ns.Interval), "",
                    difference.Ns.IsToldApart ? "" : NotToldApart);
            }
        }

        table.WriteTo(session.Out, session.Terminal);
    }
}
