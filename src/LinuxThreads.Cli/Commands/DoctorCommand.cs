using System.CommandLine;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Cli.Report;
using LinuxThreads.Conditions;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>doctor</c>: what this machine, kernel and user can measure.</summary>
internal static class DoctorCommand
{
    private const string Name = "doctor";

    public static Command Build(Session session)
    {
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "What this machine, kernel and user can measure, and what to change for the rest.") { json };
        command.SetAction(parsed => Run(session, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, bool json)
    {
        var conditions = MachineConditions.Read(ProcRoot.System);
        Capability[] checks =
        [
            .. CapabilityProbe.Read(ProcRoot.System, conditions, PingPongMeter.WhyUnavailable(Mechanism.Futex) is null),
            StackHugePageCheck.Of(StackSnapshot.Read(Pid.Current)),
        ];
        if (json)
        {
            CheckRow[] rows = [.. checks.Select(check => new CheckRow(check.Name, Verdict(check), check.Finding, check.Fix, check.Gives))];
            JsonOutput.Write(session.Out, new DoctorDocument("linuxthreads/doctor/1", conditions, rows), JsonContext.Default.DoctorDocument);
            return ExitCode.Done;
        }

        Paragraph.WriteTo(session.Out, session.Terminal, ConditionsText.Sentence(conditions));
        session.Out.WriteLine();
        foreach (var check in checks)
        {
            session.Out.WriteLine($"{Verdict(check),-8} {check.Name}: {check.Gives}");
            if (check.Verdict != CapabilityVerdict.Ok)
            {
                Paragraph.WriteTo(session.Out, session.Terminal, $"{check.Finding} {check.Fix}", indent: 9);
            }
        }

        session.Out.WriteLine();
        Paragraph.WriteTo(
            session.Out, session.Terminal,
            $"{checks.Count(check => check.Verdict == CapabilityVerdict.Ok)} of {checks.Length} checks are ok; --json has the finding of each.");
        return ExitCode.Done;
    }

    private static string Verdict(Capability check) => check.Verdict switch
    {
        CapabilityVerdict.Ok => "ok",
        CapabilityVerdict.Limited => "limited",
        CapabilityVerdict.Missing => "missing",
        _ => "unknown",
    };
}
