using System.CommandLine;
using LinuxThreads.Headroom;
using LinuxThreads.Limits;

namespace LinuxThreads.Cli.Commands;

/// <summary>The hidden command by which the tool starts itself as the child that runs into a limit with .NET threads.</summary>
internal static class ProverVerb
{
    private const string Name = "prove-host";

    public static Command Build()
    {
        var stackBytes = new Argument<string>("stack-bytes");
        var seconds = new Argument<string>("seconds");
        var command = new Command(Name, "Makes threads for 'limits --prove'.") { stackBytes, seconds };
        command.Hidden = true;
        command.SetAction(parsed => ProverHost.Run(parsed.GetValue(stackBytes)!, parsed.GetValue(seconds)!));
        return command;
    }

    /// <summary>How to start the child for a kind of thread; null for the library's own program.</summary>
    public static ProverCommand? CommandFor(ThreadKind kind)
    {
        if (kind == ThreadKind.Pthread)
        {
            return null;
        }

        var program = Environment.ProcessPath ?? throw new UsageException("--prove --kind dotnet-thread starts this program again, and its path is unknown here.");
        // Started through 'dotnet x.dll', as tests and 'dotnet run' do, the program is the runtime's and needs the assembly named.
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new ProverCommand(program, ["exec", Path.Combine(AppContext.BaseDirectory, "LinuxThreads.Cli.dll"), Name])
            : new ProverCommand(program, [Name]);
    }
}
