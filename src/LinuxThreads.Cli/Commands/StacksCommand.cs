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
        var breakdown = new Option<bool>("--breakdown") { Description = "Split the process's resident memory: stacks, guards, malloc's arenas, GC heap, code, files, the rest." };
        var huge = new Option<bool>("--huge") { Description = "Show for each stack whether it may become huge, why, and what the first huge page would cost." };
        var prove = new Option<bool>("--prove") { Description = "With --huge: park threads on stacks that may become huge, and on stacks that may not, each in a child, and compare." };
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "Every thread's stack: how much address space it reserves and how much of it is in memory.") { pid, breakdown, huge, prove, json };
        command.SetAction(parsed => Run(session, new Request(
            parsed.GetValue(pid), parsed.GetValue(breakdown), parsed.GetValue(huge), parsed.GetValue(prove), parsed.GetValue(json))));
        return command;
    }

    private static int Run(Session session, Request wanted)
    {
        if (wanted.Prove && !wanted.Huge)
        {
            throw new UsageException("--prove makes stacks that may become huge: give --huge with it.");
        }

        if (wanted.Breakdown && wanted.Huge && !wanted.Json)
        {
            throw new UsageException("--breakdown and --huge are two tables: ask for one, or for both with --json.");
        }

        var breakdown = wanted.Breakdown ? MemoryBreakdown.Read(wanted.Pid) : null;
        var snapshot = breakdown?.Stacks ?? StackSnapshot.Read(wanted.Pid);
        var proof = wanted.Prove ? HugePageProver.Prove(new HugePagePlan(), session.Stopping) : null;
        if (wanted.Json)
        {
            JsonOutput.Write(session.Out, StacksRows.Document(snapshot, breakdown, proof), JsonContext.Default.StacksDocument);
        }
        else if (breakdown is not null)
        {
            StacksText.WriteHeadlineTo(session, snapshot);
            BreakdownText.WriteTo(session, breakdown);
            Notes.WriteTo(session, [.. snapshot.Unavailable, .. breakdown.Unavailable], []);
        }
        else
        {
            StacksText.WriteTo(session, snapshot, wanted.Huge, proof);
        }

        var isNothingRead = snapshot.Threads.Count > 0 && snapshot.Totals.Located == 0 && breakdown is null or { Classes.Count: 0 };
        return proof is { Outcome: HugePageOutcome.ControlFailed } ? ExitCode.Refuted : isNothingRead ? ExitCode.Refused : ExitCode.Done;
    }

    private sealed record Request(Pid Pid, bool Breakdown, bool Huge, bool Prove, bool Json);
}
