namespace LinuxThreads.Verdicts;

/// <summary>One repetition of a measurement: its samples and what the kernel says of its window.</summary>
/// <param name="SamplesNs">Nanoseconds per operation, one sample a batch; at least one.</param>
/// <param name="Operations">The operations timed: round trips, calls, creations; positive.</param>
/// <param name="Evidence">The kernel's counters over the window.</param>
/// <param name="Occupancy">Who had the CPUs meanwhile.</param>
internal record Repetition(IReadOnlyList<double> SamplesNs, long Operations, Evidence Evidence, CpuOccupancy Occupancy)
{
    private readonly KernelCount? _claim;

    /// <summary>What the kernel is asked to confirm; the switches, unless a measurement claims something else.</summary>
    public KernelCount Count
    {
        get => _claim ?? new KernelCount(Evidence.NominalSwitches, Evidence.CountedSwitches);
        init => _claim = value;
    }

    /// <summary>True if what is counted is the whole machine's, so that too many are somebody else's: reason enough to repeat.</summary>
    public bool CountsOthersToo { get; init; }

    /// <summary>True if something else is known to have disturbed it.</summary>
    public bool IsDisturbed =>
        ContaminationGate.Judge(Occupancy).IsContaminated is true || (CountsOthersToo && Count.IsTooHigh(Operations));
}
