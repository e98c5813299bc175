using System.ComponentModel;

namespace LinuxThreads.Creation;

/// <summary>What is known of a kind before it is measured.</summary>
public static class CreationKindExtensions
{
    /// <summary>The name on the command line and in JSON.</summary>
    public static string JsonName(this CreationKind kind) => kind switch
    {
        CreationKind.Pthread => "pthread",
        CreationKind.PthreadSteps => "pthread-steps",
        CreationKind.DotnetThread => "dotnet-thread",
        CreationKind.TaskRun => "task-run",
        CreationKind.PoolQueue => "pool-queue",
        _ => throw new InvalidEnumArgumentException(nameof(kind), (int)kind, typeof(CreationKind)),
    };

    /// <summary>True if the kernel creates a thread for each; false if pooled threads do the work, so that it should count none at all.</summary>
    public static bool CreatesThreads(this CreationKind kind) => kind is CreationKind.Pthread or CreationKind.PthreadSteps or CreationKind.DotnetThread;

    /// <summary>True if C alone runs, in a worker process; false if it is this process's runtime that creates.</summary>
    public static bool IsNative(this CreationKind kind) => kind is CreationKind.Pthread or CreationKind.PthreadSteps;
}
