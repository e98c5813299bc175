using System.ComponentModel;

namespace LinuxThreads.Headroom;

/// <summary>The spelling of the limits.</summary>
public static class LimitNameExtensions
{
    /// <summary>The name on the command line and in JSON, for instance <c>pids.max</c>.</summary>
    public static string JsonName(this LimitName name) => name switch
    {
        LimitName.RlimitNproc => "rlimit_nproc",
        LimitName.PidsMax => "pids.max",
        LimitName.ThreadsMax => "threads-max",
        LimitName.PidMax => "pid_max",
        LimitName.MaxMapCount => "max_map_count",
        LimitName.RlimitAs => "rlimit_as",
        LimitName.RlimitData => "rlimit_data",
        LimitName.CommitLimit => "commit_limit",
        LimitName.MemoryMax => "memory.max",
        LimitName.MemAvailable => "mem_available",
        LimitName.SeccompClone3 => "seccomp_clone3",
        LimitName.StackMin => "stack_min",
        _ => throw new InvalidEnumArgumentException(nameof(name), (int)name, typeof(LimitName)),
    };
}
