using System.CommandLine;
using LinuxThreads.Hosting;
using LinuxThreads.Workers;

namespace LinuxThreads.Cli.Commands;

/// <summary>The hidden command by which the tool starts itself as a child that measures managed code in a process of its own.</summary>
internal static class WorkerVerb
{
    private const string Name = "worker";

    public static Command Build()
    {
        var arguments = new Argument<string[]>("arguments");
        var command = new Command(Name, "Measures on command of another process of this tool.") { arguments };
        command.Hidden = true;
        command.SetAction(parsed => WorkerHost.Run(parsed.GetValue(arguments)!));
        return command;
    }

    /// <summary>How to start this program as that child.</summary>
    /// <exception cref="UsageException">This program's path is unknown.</exception>
    public static WorkerCommand Command()
    {
        var program = Environment.ProcessPath ?? throw new UsageException("measuring .NET threads starts this program again, and its path is unknown here.");
        // Started through 'dotnet x.dll', as tests and 'dotnet run' do, the program is the runtime's and needs the assembly named.
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new WorkerCommand(program, ["exec", Path.Combine(AppContext.BaseDirectory, "LinuxThreads.Cli.dll"), Name])
            : new WorkerCommand(program, [Name]);
    }
}
