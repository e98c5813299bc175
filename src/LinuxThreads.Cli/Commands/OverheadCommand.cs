using System.CommandLine;
using System.CommandLine.Parsing;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Conditions;
using LinuxThreads.Overhead;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>overhead</c>: what switching costs once real work is done between two switches.</summary>
internal static class OverheadCommand
{
    private const string Name = "overhead";

    public static Command Build(Session session)
    {
        var mechanism = new Option<Mechanism?>("--mechanism")
        {
            HelpName = "M",
            Description = "How to hand over: futex, the default, or pipe.",
            CustomParser = ParseMechanism,
        };
        var quick = new Option<bool>("--quick") { Description = "Take a few seconds: fewer points, and wider intervals." };
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "What switching costs against the work between two switches, and against the memory that the work uses.") { mechanism, quick, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(mechanism), parsed.GetValue(quick), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, Mechanism? mechanism, bool quick, bool json)
    {
        var conditions = MachineConditions.Read(ProcRoot.System);
        var plan = (quick ? OverheadPlan.Quick : new OverheadPlan()) with { Mechanism = mechanism ?? Mechanism.Futex };
        session.Progress.Report("how long the work takes …");
        var result = OverheadMeter.Measure(
            plan,
            at => session.Progress.Report($"{(at.Curve == OverheadCurve.Work ? "against work" : "against the working set")}, round {at.Round + 1} of {at.Rounds} …"),
            session.Stopping);
        session.Progress.Clear();
        if (json)
        {
            JsonOutput.Write(session.Out, OverheadRows.Of(result, conditions.Refresh(ProcRoot.System)), JsonContext.Default.OverheadDocument);
        }
        else
        {
            OverheadText.WriteTo(session, result);
        }

        // The hand-over itself: with long work, the few switches to other tasks weigh more than the 2 % that a count may be off by.
        return mechanism is not null && result.Work[0].Verdict == Verdict.WrongCount ? ExitCode.Refuted : ExitCode.Done;
    }

    private static Mechanism? ParseMechanism(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var mechanism in new[] { Mechanism.Futex, Mechanism.Pipe })
        {
            if (mechanism.JsonName() == text)
            {
                return mechanism;
            }
        }

        result.AddError($"--mechanism takes futex or pipe, whose system calls one thread can make alone; '{text}' is neither.");
        return null;
    }
}
