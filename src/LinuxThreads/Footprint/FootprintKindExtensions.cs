using System.ComponentModel;

namespace LinuxThreads.Footprint;

/// <summary>The spelling and the traits of the kinds.</summary>
public static class FootprintKindExtensions
{
    /// <summary>The name on the command line and in JSON, for instance <c>dotnet-thread</c>.</summary>
    public static string JsonName(this FootprintKind kind) => kind switch
    {
        FootprintKind.Pthread => "pthread",
        FootprintKind.PthreadCarved => "pthread-carved",
        FootprintKind.DotnetThread => "dotnet-thread",
        FootprintKind.AsyncMethod => "async-method",
        FootprintKind.PoolWorkItem => "pool-work-item",
        FootprintKind.UserStack => "user-stack",
        _ => throw new InvalidEnumArgumentException(nameof(kind), (int)kind, typeof(FootprintKind)),
    };

    /// <summary>True for what only a .NET process can park, so that measuring it takes a <see cref="FootprintPlan.Command"/>.</summary>
    public static bool IsManaged(this FootprintKind kind) => kind is FootprintKind.DotnetThread or FootprintKind.AsyncMethod or FootprintKind.PoolWorkItem;

    /// <summary>True for what has a stack of its own.</summary>
    public static bool HasStack(this FootprintKind kind) => kind is not (FootprintKind.AsyncMethod or FootprintKind.PoolWorkItem);

    /// <summary>True for what the kernel knows as a thread.</summary>
    public static bool IsThread(this FootprintKind kind) => kind.HasStack() && kind != FootprintKind.UserStack;
}
