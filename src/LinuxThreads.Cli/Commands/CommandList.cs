using System.CommandLine;

namespace LinuxThreads.Cli.Commands;

/// <summary>Every command of the tool, in the order of its help.</summary>
internal static class CommandList
{
    public static IEnumerable<Command> Build(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return [];
    }
}
