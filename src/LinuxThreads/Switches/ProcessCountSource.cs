namespace LinuxThreads.Switches;

/// <summary>Where the count of a whole process comes from, which contains its ended threads.</summary>
public enum ProcessCountSource
{
    /// <summary><c>getrusage(RUSAGE_SELF)</c>, <c>ru_nvcsw</c> and <c>ru_nivcsw</c>: for this process only. Excludes the last switch of each ended thread.</summary>
    Getrusage,

    /// <summary>taskstats over netlink, <c>cpu_count</c>: for any process, with <c>CAP_NET_ADMIN</c>. How often the threads were put on a CPU, so the last switch of each ended thread is in it.</summary>
    Taskstats,
}
