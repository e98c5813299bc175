using LinuxThreads.Cli.Output;
using LinuxThreads.Conditions;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>The report as a person reads it in a terminal.</summary>
internal static class ReportText
{
    public static void WriteTo(Session session, MachineConditions conditions, IReadOnlyList<Answer> answers, Nanoseconds took, string unanswered)
    {
        Paragraph.WriteTo(session.Out, session.Terminal, ConditionsText.Sentence(conditions));
        foreach (var answer in answers)
        {
            Write(session, answer);
        }

        session.Out.WriteLine();
        Paragraph.WriteTo(
            session.Out, session.Terminal,
            $"Measured in {Quantity.Time(took)}. {unanswered} 'linuxthreads doctor' says what this machine can't measure; " +
            "'linuxthreads report --json' has every figure with its evidence.");
    }

    private static void Write(Session session, Answer answer)
    {
        session.Out.WriteLine();
        Paragraph.WriteTo(session.Out, session.Terminal, $"{answer.Id}. {answer.Question}");
        Paragraph.WriteTo(session.Out, session.Terminal, $"{answer.Sentence} [{answer.Verdict.JsonName()}]", indent: 3);
        if (answer.Table.Count > 0)
        {
            session.Out.WriteLine();
            var table = new TextTable(answer.Table[0]);
            foreach (var row in answer.Table.Skip(1))
            {
                table.Add(row);
            }

            table.WriteTo(session.Out, session.Terminal);
        }

        // One line a kind: JSON has every caveat with its figures.
        foreach (var kind in answer.Caveats.GroupBy(caveat => caveat.Kind))
        {
            var more = kind.Count() > 1 ? $" (and {kind.Count() - 1} more of this kind)" : "";
            Paragraph.WriteTo(session.Out, session.Terminal, $"! {kind.First().Sentence}{more}", indent: 3);
        }

        foreach (var published in answer.Published)
        {
            Paragraph.WriteTo(session.Out, session.Terminal, $"published: {published.Source}: {published.Figure}", indent: 3);
        }
    }
}
