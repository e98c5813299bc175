namespace LinuxThreads.Limits;

/// <summary>What ended a proof.</summary>
public enum ProveEnd
{
    /// <summary>A thread was refused with an error number.</summary>
    Errno,

    /// <summary>As many threads as allowed were made, and none was refused.</summary>
    Max,

    /// <summary>Less memory than the floor was available on the machine.</summary>
    Floor,

    /// <summary>The kernel's OOM killer killed the process, as its own counters say.</summary>
    OomKill,

    /// <summary>The time allowed was over.</summary>
    Timeout,

    /// <summary>The process ended, and no counter of the kernel says why.</summary>
    Killed,
}
