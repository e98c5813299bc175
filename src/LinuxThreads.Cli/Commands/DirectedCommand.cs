using System.CommandLine;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Conditions;
using LinuxThreads.Directed;
using LinuxThreads.Procfs;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>directed</c>: what the kernel offers for handing the CPU to a chosen thread.</summary>
internal static class DirectedCommand
{
    private const string Name = "directed";

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan QuickBudget = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan QuickWindow = TimeSpan.FromMilliseconds(100);

    public static Command Build(Session session)
    {
        var quick = new Option<bool>("--quick") { Description = "Take a few seconds; intervals are wider." };
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "What the kernel offers for handing the CPU to a chosen thread, and what that costs.") { quick, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(quick), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, bool quick, bool json)
    {
        var conditions = MachineConditions.Read(ProcRoot.System);
        var plan = quick
            ? new DirectedPlan { Repetitions = 3, Window = QuickWindow, IdlingWindow = QuickWindow, Budget = QuickBudget }
            : new DirectedPlan { Budget = Budget };
        var facilities = DirectedFacilities.Probe(conditions, session.Stopping);
        var result = DirectedMeter.Measure(plan, step => session.Progress.Report($"measuring {step} …"), session.Stopping);
        session.Progress.Clear();
        if (json)
        {
            var document = new DirectedDocument(
                "linuxthreads/directed/1", conditions.Refresh(ProcRoot.System),
                [.. result.HandOvers.Select(DirectedRows.Of)], [.. facilities.Select(DirectedRows.Of)],
                DirectedText.Sentence(result, facilities), DirectedText.Published, result.Unavailable);
            JsonOutput.Write(session.Out, document, JsonContext.Default.DirectedDocument);
        }
        else
        {
            DirectedText.WriteTo(session, result, facilities);
        }

        return ExitCode.Done;
    }
}
