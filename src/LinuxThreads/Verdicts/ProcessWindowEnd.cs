namespace LinuxThreads.Verdicts;

/// <summary>What a <see cref="ProcessWindow"/> saw.</summary>
/// <param name="Evidence">The process's counters.</param>
/// <param name="Occupancy">Who had the CPUs.</param>
/// <param name="MinorFaults">Page faults served without input or output.</param>
internal sealed record ProcessWindowEnd(Evidence Evidence, CpuOccupancy Occupancy, long MinorFaults);
