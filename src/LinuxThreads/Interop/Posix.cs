using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Interop;

/// <summary>Chooses once between Mono.Posix and the C library itself.</summary>
/// <remarks>
/// The switch <c>LinuxThreads.UseMonoPosix</c> (default true) turns the Mono path off; set at publish time, it lets the
/// trimmer drop the path and the package with it.
/// </remarks>
internal static class Posix
{
    internal const string SwitchName = "LinuxThreads.UseMonoPosix";

    /// <summary>The implementation this process uses.</summary>
    public static IPosix Current { get; } = Choose();

    [FeatureSwitchDefinition(SwitchName)]
    internal static bool UsesMonoPosix => !AppContext.TryGetSwitch(SwitchName, out var wanted) || wanted;

    /// <summary>Mono.Posix if the switch allows it and its native helper loads and answers, else the C library.</summary>
    internal static IPosix Choose()
    {
        LinuxPlatform.Require();
        if (UsesMonoPosix)
        {
            return TryProbe(static () => new MonoPosix()) ?? new LibcPosix();
        }

        return new LibcPosix();
    }

    /// <summary>The implementation if one call through it works; <see langword="null"/> if its native helper cannot be loaded.</summary>
    internal static IPosix? TryProbe(Func<IPosix> create)
    {
        try
        {
            var candidate = create();
            _ = candidate.Sysconf(SysconfName.PageSize);
            return candidate;
        }
        catch (Exception exception) when (IsLoadFailure(exception))
        {
            return null;
        }
    }

    // The package's static constructors call into the helper, so a missing file may arrive wrapped; where it was left
    // out of a deployment, the assembly itself is not found.
    private static bool IsLoadFailure(Exception exception) => exception switch
    {
        DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or FileNotFoundException => true,
        TypeInitializationException { InnerException: { } inner } => IsLoadFailure(inner),
        _ => false,
    };
}
