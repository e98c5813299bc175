using System.ComponentModel;

namespace LinuxThreads.Footprint;

/// <summary>The spelling of the kinds.</summary>
public static class FootprintKindExtensions
{
    /// <summary>The name on the command line and in JSON, for instance <c>dotnet-thread</c>.</summary>
    public static string JsonName(this FootprintKind kind) => kind switch
    {
        FootprintKind.Pthread => "pthread",
        FootprintKind.DotnetThread => "dotnet-thread",
        FootprintKind.AsyncMethod => "async-method",
        _ => throw new InvalidEnumArgumentException(nameof(kind), (int)kind, typeof(FootprintKind)),
    };
}
