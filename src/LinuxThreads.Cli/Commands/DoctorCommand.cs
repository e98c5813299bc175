using System.CommandLine;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Cli.Report;
using LinuxThreads.Conditions;
using LinuxThreads.Procfs;

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
        CheckRow[] checks = [];
        if (json)
        {
            JsonOutput.Write(session.Out, new DoctorDocument("linuxthreads/doctor/1", conditions, checks), JsonContext.Default.DoctorDocument);
            return ExitCode.Done;
        }

        Paragraph.WriteTo(session.Out, session.Terminal, ConditionsText.Sentence(conditions));
        return ExitCode.Done;
    }
}
