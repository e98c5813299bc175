using System.CommandLine;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>stacks</c>: every thread's stack, reserved and resident.</summary>
internal static class StacksCommand
{
    private const string Name = "stacks";

    public static Command Build(Session session)
    {
        var pid = CommonOptions.Process();
        var huge = new Option<bool>("--huge") { Description = "Show for each stack whether it may become huge, why, and what the first huge page would cost." };
        var prove = new Option<bool>("--prove") { Description = "With --huge: park threads on stacks that may become huge, and on stacks that may not, each in a child, and compare." };
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "Every thread's stack: how much address space it reserves and how much of it is in memory.") { pid, huge, prove, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(pid), parsed.GetValue(huge), parsed.GetValue(prove), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, Pid pid, bool huge, bool prove, bool json)
    {
        if (prove && !huge)
        {
            throw new UsageException("--prove makes stacks that may become huge: give --huge with it.");
        }

        var snapshot = StackSnapshot.Read(pid);
        var proof = prove ? HugePageProver.Prove(new HugePagePlan(), session.Stopping) : null;
        if (json)
        {
            JsonOutput.Write(session.Out, Document(snapshot, proof), JsonContext.Default.StacksDocument);
        }
        else
        {
            Print(session, snapshot, huge, proof);
        }

        return proof is { Outcome: HugePageOutcome.ControlFailed } ? ExitCode.Refuted
            : snapshot.Threads.Count > 0 && snapshot.Totals.Located == 0 ? ExitCode.Refused : ExitCode.Done;
    }

    private static StacksDocument Document(StackSnapshot snapshot, HugePageProof? proof) => new(
        "linuxthreads/stacks/1",
        snapshot.Pid.Value,
        snapshot.Route.JsonName(),
        snapshot.Took.Value,
        [.. snapshot.Threads.Select(Row)],
        Totals(snapshot.Totals),
        snapshot.Unavailable)
    {
        HugePages = new HugePagesRow(
            snapshot.HugePages.Mode, snapshot.HugePages.PmdSize?.Bytes, snapshot.HugePages.ProcessEnabled, snapshot.HugePages.MaxPtesNone),
        HugeProof = proof is null ? null : HugeProofRow.Of(proof),
    };

    /// <summary>Where no stack could be located nothing is known of their sizes, which is not 0.</summary>
    private static StackTotalsRow Totals(StackTotals totals) => totals.Located == 0
        ? new StackTotalsRow(totals.Threads, 0, null, null, null, null)
        {
            RetainedBytes = null,
            HugePageEligible = null,
            HugePagePotentialBytes = null,
        }
        : new StackTotalsRow(totals.Threads, totals.Located, totals.Reserved.Bytes, totals.Rss.Bytes, totals.Swap.Bytes, totals.Huge.Bytes)
        {
            RetainedBytes = totals.RetainedKnown == 0 ? null : totals.Retained.Bytes,
            HugePageEligible = totals.HugePageEligible,
            HugePagePotentialBytes = totals.HugePagePotential.Bytes,
        };

    private static StackRow Row(ThreadStack stack) => new(
        stack.Tid.Value,
        stack.Comm.Text,
        Address(stack.StackStart),
        Address(stack.StackEnd),
        stack.Reserved?.Bytes,
        stack.Guard?.Bytes,
        stack.Rss?.Bytes,
        stack.Pss?.Bytes,
        stack.Swap?.Bytes,
        stack.Huge?.Bytes,
        stack.TouchedDepth?.Bytes,
        stack.NoHugePage,
        stack.LocatedBy?.JsonName(),
        stack.Unavailable)
    {
        LimitBytes = stack.Limit is { IsUnlimited: false } limit ? (long)limit.Value : null,
        RetainedBytes = stack.Retained?.Bytes,
        RetainedUnknown = stack.RetainedUnknown,
        HugePageEligible = stack.HugePages?.Eligible,
        HugePageReason = stack.HugePages?.Reason.JsonName(),
        HugePageSizeBytes = stack.HugePages?.Size?.Bytes,
        HugePageAligned = stack.HugePages?.AlignedHugePages,
        HugePagePotentialBytes = stack.HugePages?.Potential?.Bytes,
        HugePageMayCollapse = stack.HugePages?.MayCollapse,
    };

    private static string? Address(ulong? address) => address is { } known ? $"0x{known:x}" : null;

    private static void Print(Session session, StackSnapshot snapshot, bool showsHuge, HugePageProof? proof)
    {
        var totals = snapshot.Totals;
        Paragraph.WriteTo(
            session.Out, session.Terminal,
            $"Process {snapshot.Pid}: {totals.Threads} threads, {totals.Located} stacks located; {Quantity.Bytes(totals.Rss)} resident of " +
            $"{Quantity.Bytes(totals.Reserved)} reserved{Besides(totals.Swap, "swapped")}{Besides(totals.Huge, "in huge pages")} " +
            $"(by {snapshot.Route.JsonName()}, in {Quantity.Time(snapshot.Took)}).");
        session.Out.WriteLine();
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
