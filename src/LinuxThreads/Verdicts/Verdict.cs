namespace LinuxThreads.Verdicts;

/// <summary>What the kernel's own counters say about a result, in order of precedence: the first that applies stands.</summary>
public enum Verdict
{
    /// <summary>The kernel offers no counter here, so nothing supports the figure and nothing refutes it.</summary>
    Unverified,

    /// <summary>Another task, or the hypervisor, took a share of the CPUs used that is beyond the limit.</summary>
    Contaminated,

    /// <summary>The kernel did not count the switches that the figure claims.</summary>
    WrongCount,

    /// <summary>The kernel counted what was claimed, and nothing is known to have disturbed the run.</summary>
    Valid,
}
