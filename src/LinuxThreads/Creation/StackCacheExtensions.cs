using System.ComponentModel;

namespace LinuxThreads.Creation;

/// <summary>How <see cref="StackCache"/> is spelled.</summary>
public static class StackCacheExtensions
{
    /// <summary>The name on the command line and in JSON.</summary>
    public static string JsonName(this StackCache cache) => cache switch
    {
        StackCache.Warm => "warm",
        StackCache.Cold => "cold",
        _ => throw new InvalidEnumArgumentException(nameof(cache), (int)cache, typeof(StackCache)),
    };
}
