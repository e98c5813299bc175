namespace LinuxThreads.Stacks;

/// <summary>What stacks that may become huge take, beside stacks of the same size that may not.</summary>
public sealed record HugePageProof
{
    /// <summary>What was asked for.</summary>
    public required HugePagePlan Plan { get; init; }

    /// <summary>What held for this process, and so for its children, when the proof began.</summary>
    public required HugePageSettings Settings { get; init; }

    /// <summary>The stack of each thread, in bytes; <see langword="null"/> if nothing was made.</summary>
    public ByteSize? StackSize { get; init; }

    /// <summary>The threads whose stacks were aligned and advised to become huge; <see langword="null"/> if none could be made.</summary>
    public HugePageSide? Eligible { get; init; }

    /// <summary>The threads whose stacks were advised not to.</summary>
    public HugePageSide? Ineligible { get; init; }

    /// <summary>Page faults of the whole machine that got a huge page while the eligible side was parked.</summary>
    /// <remarks>Source: <c>/proc/vmstat</c>, <c>thp_fault_alloc</c>.</remarks>
    public long? FaultAllocs { get; init; }

    /// <summary>Page faults of the whole machine that wanted a huge page meanwhile and found none.</summary>
    /// <remarks>Source: <c>/proc/vmstat</c>, <c>thp_fault_fallback</c>.</remarks>
    public long? FaultFallbacks { get; init; }

    /// <summary>What the counts amount to.</summary>
    public HugePageOutcome Outcome => this switch
    {
        { Eligible: null } or { Ineligible: null } or { Eligible.EligibleSpace.Bytes: <= 0 } => HugePageOutcome.RefusedBySetting,
        { Ineligible.AnonHugePages.Bytes: > 0 } => HugePageOutcome.ControlFailed,
        _ when Eligible.AnonHugePages.Bytes >= Plan.Threads * Settings.PmdSize?.Bytes => HugePageOutcome.Proven,
        { Eligible.AnonHugePages.Bytes: > 0 } => HugePageOutcome.PartlyGiven,
        _ => HugePageOutcome.NoneGiven,
    };
}
