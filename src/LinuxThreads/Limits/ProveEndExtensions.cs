using System.ComponentModel;

namespace LinuxThreads.Limits;

/// <summary>The spelling of the ends of a proof.</summary>
public static class ProveEndExtensions
{
    /// <summary>The name in JSON, for instance <c>oom_kill</c>.</summary>
    public static string JsonName(this ProveEnd end) => end switch
    {
        ProveEnd.Errno => "errno",
        ProveEnd.Max => "max",
        ProveEnd.Floor => "floor",
        ProveEnd.OomKill => "oom_kill",
        ProveEnd.Timeout => "timeout",
        ProveEnd.Killed => "killed",
        _ => throw new InvalidEnumArgumentException(nameof(end), (int)end, typeof(ProveEnd)),
    };
}
