namespace LinuxThreads.Stacks;

/// <summary>What came of a proof of huge stacks.</summary>
public enum HugePageOutcome
{
    /// <summary>Every thread on an eligible stack got a huge page, and none of the others did.</summary>
    Proven,

    /// <summary>Some of the threads on eligible stacks got one: memory was too fragmented, or a limit was near, for the rest.</summary>
    PartlyGiven,

    /// <summary>The stacks were eligible, and the kernel made no huge page: <see cref="HugePageProof.FaultFallbacks"/> tells of faults that found none.</summary>
    NoneGiven,

    /// <summary>No stack could be made eligible: the setting is <c>never</c>, the process has them switched off, or the kernel has none.</summary>
    RefusedBySetting,

    /// <summary>Stacks that may not become huge did: what was measured is not what was meant.</summary>
    ControlFailed,
}
