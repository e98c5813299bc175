namespace LinuxThreads.Verdicts;

/// <summary>What a reader of a result must know beside its figures.</summary>
public enum CaveatKind
{
    /// <summary>The threads were free to move, so that where they ran differs from run to run.</summary>
    Unpinned,

    /// <summary>A primitive that spins before it parks seldom parked: the figure is that of a spin, or of yields made in one, not of a switch.</summary>
    SpunInsteadOfSwitching,

    /// <summary>The samples form two separate groups, between which a median means little.</summary>
    Bimodal,

    /// <summary>The kernel does not say how often the threads changed CPU.</summary>
    UnknownMigrations,

    /// <summary>The window is too short for the kernel's counters to tell whether something disturbed it.</summary>
    ShortWindow,

    /// <summary>Other tasks took a share of the CPUs used that is beyond the limit.</summary>
    ForeignCpuTime,

    /// <summary>The hypervisor withheld a share of the CPUs used that is beyond the limit.</summary>
    Steal,

    /// <summary>Interrupt handling took a share that would be beyond the limit, were it another task's; whose interrupts, the kernel does not say.</summary>
    Interrupts,

    /// <summary>The kernel does not say how busy the CPUs used were, so nothing rules out that other tasks disturbed the run.</summary>
    OccupancyUnknown,

    /// <summary>The run was repeated because another task disturbed an earlier attempt.</summary>
    RepeatedForQuiet,

    /// <summary>The counters are those of the whole process, since the mechanism has no threads of its own.</summary>
    WholeProcessCounters,

    /// <summary>The repetitions ran in one process, the caller's own, so that they are not independent of each other.</summary>
    SharedProcess,

    /// <summary>The runtime compiled methods in the timed part, so that not all of it ran the final code.</summary>
    CompiledMeanwhile,

    /// <summary>The counter is the whole machine's, so other programs' events are among those counted.</summary>
    WholeMachineCounter,

    /// <summary>Stacks came from the C library's cache where new ones were asked for, or the other way round.</summary>
    StackCache,

    /// <summary>Kernel objects may have come from slabs that threads ended earlier left behind.</summary>
    SlabReuse,

    /// <summary>The ledger of a memory measurement is not confirmed by the fall of free memory.</summary>
    LedgerOpen,

    /// <summary>Other processes started or ended threads, whose memory is in figures of the whole machine.</summary>
    OtherThreads,

    /// <summary>The time budget ended before the last repetition.</summary>
    CutShort,

    /// <summary>There are too few repetitions for an interval at the level asked for.</summary>
    FewRepetitions,
}
