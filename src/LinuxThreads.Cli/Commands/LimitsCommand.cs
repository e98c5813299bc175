using System.CommandLine;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Headroom;
using LinuxThreads.Limits;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>limits</c>: which limit stops a process from starting threads, and how far away it is.</summary>
internal static class LimitsCommand
{
    private const string Name = "limits";

    public static Command Build(Session session)
    {
        var pid = CommonOptions.Process();
        var kind = CommonOptions.Kind();
        var stack = CommonOptions.ByteCount("--stack-size", "B", "The stack of each thread in bytes (suffixes K, M, G); the default when not given.", least: 1);
        var need = CommonOptions.WholeNumber("--need", "T", "How many more threads are needed; exit code 1 with the limits in the way if they can't be had.");
        var prove = new Option<bool>("--prove") { Description = "Make threads in a child process until one is refused, and hold the prediction against what happened." };
        var max = CommonOptions.WholeNumber("--max", "T", "With --prove: the most threads to make (100000).");
        var floor = CommonOptions.ByteCount("--floor", "B", "With --prove: stop when less memory than this is available (512M).", least: 0);
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "Which limit stops a process from starting threads, and how many it still allows.") { pid, kind, stack, need, prove, max, floor, json };
        command.SetAction(parsed =>
        {
            var wanted = new Request(
                parsed.GetValue(pid), parsed.GetValue(kind), parsed.GetValue(stack), parsed.GetValue(need), parsed.GetValue(prove),
                parsed.GetValue(max), parsed.GetValue(floor), parsed.GetValue(json));
            return Run(session, wanted);
        });
        return command;
    }

    private static int Run(Session session, Request wanted)
    {
        if (!wanted.Prove && (wanted.Max is not null || wanted.Floor is not null))
        {
            throw new UsageException("--max and --floor bound a proof: give --prove with them.");
        }

        if (wanted.Prove && wanted.Pid != Pid.Current)
        {
            throw new UsageException("--prove makes its threads in a child of this tool, under this tool's limits; it can't make them in process " +
                $"{wanted.Pid}. Leave out --pid, or run the tool where that process runs (its user, its cgroup).");
        }

        session.Progress.Report($"measuring what a {wanted.Kind.JsonName()} takes …");
        var inspection = ThreadLimits.Inspect(
            new LimitPlan { Pid = wanted.Pid, Kind = wanted.Kind, StackSize = wanted.StackSize }, session.Stopping);
        ProveResult? proof = null;
        if (wanted.Prove)
        {
            session.Progress.Report("making threads in a child until one is refused …");
            proof = LimitProver.Prove(ProofPlan(wanted), session.Stopping);
        }

        session.Progress.Clear();
        var inTheWay = wanted.Need is { } threads ? inspection.InTheWayOf(threads) : [];
        var budget = CpuBudget.Read(wanted.Pid);
        if (wanted.Json)
        {
            JsonOutput.Write(session.Out, LimitRows.Document(inspection, proof, wanted.Need, inTheWay, budget), JsonContext.Default.LimitsDocument);
        }
        else
        {
            LimitsText.WriteTo(session, inspection, proof, wanted.Need, inTheWay, budget);
        }

        return inTheWay.Count > 0 ? ExitCode.Refuted
            : inspection.Checks.All(check => !check.Readable) ? ExitCode.Refused
            : ExitCode.Done;
    }

    private static ProvePlan ProofPlan(Request wanted)
    {
        var plan = new ProvePlan { Kind = wanted.Kind, StackSize = wanted.StackSize, Command = wanted.Kind == ThreadKind.Pthread ? null : WorkerVerb.Command() };
        plan = wanted.Max is { } max ? plan with { Max = max } : plan;
        return wanted.Floor is { } floor ? plan with { Floor = floor } : plan;
    }

    private sealed record Request(
        Pid Pid, ThreadKind Kind, ByteSize? StackSize, long? Need, bool Prove, long? Max, ByteSize? Floor, bool Json);
}
