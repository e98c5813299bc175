using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Output;

/// <summary>A breakdown of memory for people: a table by class and what follows from it.</summary>
internal static class BreakdownText
{
    // A table of more does not fit 80 columns; JSON has them all.
    private const int MostFigures = 4;

    public static void WriteTo(Session session, MemoryBreakdown breakdown)
    {
        if (breakdown.Classes.Count > 0)
        {
            WriteTable(session, breakdown);
            session.Out.WriteLine();
        }

        Paragraph.WriteTo(session.Out, session.Terminal, Answer(breakdown));
        if (breakdown.Arenas is { } arenas)
        {
            Paragraph.WriteTo(session.Out, session.Terminal, arenas.Sentence);
        }

        if (breakdown.Names.Count > 0)
        {
            var names = breakdown.Names.OrderByDescending(name => name.Figures.Rss.Bytes).Select(name => $"{name.Name} {Quantity.Bytes(name.Figures.Rss)}");
            Paragraph.WriteTo(session.Out, session.Terminal, $"Resident by name: {string.Join(", ", names)}.");
        }

        if (breakdown.Classes.Any(use => use.Inferred))
        {
            Paragraph.WriteTo(session.Out, session.Terminal, "* in whole or in part by its shape alone; see docs/stacks.md.");
        }
    }

    /// <summary>How much of what is resident the threads' stacks are, and what the most of it is.</summary>
    internal static string Answer(MemoryBreakdown breakdown)
    {
        if (breakdown.Classes.Count == 0)
        {
            return "The process has no memory of its own.";
        }

        var stacks = breakdown.Of(MemoryClass.ThreadStacks)?.Figures.Rss ?? ByteSize.Zero;
        var totals = breakdown.Stacks.Totals;
        var whose = totals switch
        {
            { Located: 1, Threads: 1 } => "the stack of 1 thread",
            _ when totals.Located == totals.Threads => $"the stacks of {totals.Threads} threads",
            _ => $"those stacks of {totals.Threads} threads that could be located ({totals.Located})",
        };
        var largest = breakdown.Classes.MaxBy(use => use.Figures.Rss.Bytes)!;
        return $"Of {Quantity.Bytes(breakdown.Rss)} resident, {Quantity.Bytes(stacks)} ({Percent(stacks, breakdown.Rss)}) are {whose}; " +
            $"the largest part is {largest.Class.JsonName()} with {Quantity.Bytes(largest.Figures.Rss)} " +
            $"({Percent(largest.Figures.Rss, breakdown.Rss)}).";
    }

    private static string Percent(ByteSize part, ByteSize whole) => whole.Bytes == 0 ? "0 %" : $"{100 * (part / whole):0.0} %";

    private static void WriteTable(Session session, MemoryBreakdown breakdown)
    {
        var all = new (string Header, Func<MemoryFigures, ByteSize?> Figure, bool Shown)[]
        {
            (">size", figures => figures.Size, true),
            (">resident", figures => figures.Rss, true),
            (">swap", figures => figures.Swap, HasAny(breakdown, figures => figures.Swap)),
            (">huge", figures => figures.Huge, HasAny(breakdown, figures => figures.Huge)),
            (">share", figures => figures.Pss, true),
            (">dirty", figures => figures.PrivateDirty, true),
        };
        var columns = all.Where(column => column.Shown).Take(MostFigures).ToArray();
        string[] headers = ["class", ">maps", .. columns.Select(column => column.Header)];
        var table = new TextTable(headers);
        foreach (var use in breakdown.Classes)
        {
            string[] cells =
            [
                use.Inferred ? $"{use.Class.JsonName()} *" : use.Class.JsonName(),
                Quantity.Count(use.Mappings),
                .. columns.Select(column => Quantity.Bytes(column.Figure(use.Figures))),
            ];
            table.Add(cells);
        }

        var sum = breakdown.Classes.Select(use => use.Figures).ToArray();
        string[] totals =
        [
            "sum", Quantity.Count(breakdown.Classes.Sum(use => use.Mappings)), .. columns.Select(column => Quantity.Bytes(Sum(sum, column.Figure))),
        ];
        table.Add(totals);
        table.WriteTo(session.Out, session.Terminal);
    }

    private static ByteSize? Sum(MemoryFigures[] figures, Func<MemoryFigures, ByteSize?> figure) =>
        figures.Aggregate((ByteSize?)ByteSize.Zero, (sum, one) => sum + figure(one));

    private static bool HasAny(MemoryBreakdown breakdown, Func<MemoryFigures, ByteSize?> figure) =>
        breakdown.Classes.Any(use => figure(use.Figures) is { Bytes: > 0 });
}
