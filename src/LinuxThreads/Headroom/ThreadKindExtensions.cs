using System.ComponentModel;

namespace LinuxThreads.Headroom;

/// <summary>The spelling of the kinds of thread.</summary>
public static class ThreadKindExtensions
{
    /// <summary>The name on the command line and in JSON, for instance <c>dotnet-thread</c>.</summary>
    public static string JsonName(this ThreadKind kind) => kind switch
    {
        ThreadKind.Pthread => "pthread",
        ThreadKind.DotnetThread => "dotnet-thread",
        _ => throw new InvalidEnumArgumentException(nameof(kind), (int)kind, typeof(ThreadKind)),
    };
}
