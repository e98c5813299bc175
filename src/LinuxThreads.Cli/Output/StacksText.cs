using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Output;

/// <summary>The stacks of a process as a person reads them.</summary>
internal static class StacksText
{
    public static void WriteHeadlineTo(Session session, StackSnapshot snapshot)
    {
        var totals = snapshot.Totals;
        Paragraph.WriteTo(
            session.Out, session.Terminal,
            $"Process {snapshot.Pid}: {totals.Threads} threads, {totals.Located} stacks located; {Quantity.Bytes(totals.Rss)} resident of " +
            $"{Quantity.Bytes(totals.Reserved)} reserved{Besides(totals.Swap, "swapped")}{Besides(totals.Huge, "in huge pages")} " +
            $"(by {snapshot.Route.JsonName()}, in {Quantity.Time(snapshot.Took)}).");
        session.Out.WriteLine();
    }

    public static void WriteTo(Session session, StackSnapshot snapshot, bool showsHuge, HugePageProof? proof)
    {
        WriteHeadlineTo(session, snapshot);
        (showsHuge ? HugePageTable.Of(snapshot) : Table(snapshot)).WriteTo(session.Out, session.Terminal);
        foreach (var sentence in StackSentences.Of(snapshot).Concat(proof is null ? [] : HugePageProofText.Of(proof)))
        {
            session.Out.WriteLine();
            Paragraph.WriteTo(session.Out, session.Terminal, sentence);
        }

        Notes.WriteTo(session, snapshot.Unavailable, snapshot.Threads
            .Where(stack => stack.Unavailable is not null)
            .Select(stack => ($"{stack.Tid} {stack.Comm}", stack.Unavailable!)));
    }

    private static TextTable Table(StackSnapshot snapshot)
    {
        // Columns that hold nothing but zeros would push the table beyond 80 characters.
        var swapped = snapshot.Threads.Any(stack => stack.Swap is { Bytes: > 0 });
        var huge = snapshot.Threads.Any(stack => stack.Huge is { Bytes: > 0 });
        string[] headers = [">tid", "name", ">reserved", ">guard", ">resident", ">depth", .. Optional(swapped, ">swap"), .. Optional(huge, ">huge"), "found by"];
        var table = new TextTable(headers);
        foreach (var stack in snapshot.Threads)
        {
            string[] cells =
            [
                stack.Tid.ToString(), stack.Comm.ToString(), Quantity.Bytes(stack.Reserved), Quantity.Bytes(stack.Guard), Quantity.Bytes(stack.Rss),
                Quantity.Bytes(stack.TouchedDepth), .. Optional(swapped, Quantity.Bytes(stack.Swap)), .. Optional(huge, Quantity.Bytes(stack.Huge)),
                stack.LocatedBy?.JsonName() ?? Quantity.Unknown,
            ];
            table.Add(cells);
        }

        return table;
    }

    private static string Besides(ByteSize size, string what) => size.Bytes == 0 ? "" : $", {Quantity.Bytes(size)} {what}";

    private static string[] Optional(bool shown, string cell) => shown ? [cell] : [];
}
