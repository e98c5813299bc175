using System.CommandLine;

namespace LinuxThreads.Cli.Commands;

/// <summary>Every command of the tool, in the order of its help.</summary>
internal static class CommandList
{
    public static IEnumerable<Command> Build(Session session) =>
    [
        ReportCommand.Build(session),
        StacksCommand.Build(session),
        SwitchesCommand.Build(session),
        PingPongCommand.Build(session),
        LadderCommand.Build(session),
        OverheadCommand.Build(session),
        LoadCommand.Build(session),
        DirectedCommand.Build(session),
        CreateCommand.Build(session),
        LimitsCommand.Build(session),
        FootprintCommand.Build(session),
        PlanCommand.Build(session),
        ScaleCommand.Build(session),
        DoctorCommand.Build(session),
        WorkerVerb.Build(),
    ];
}
