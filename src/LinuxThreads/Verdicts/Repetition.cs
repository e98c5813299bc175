namespace LinuxThreads.Verdicts;

/// <summary>One repetition of a measurement: its samples and what the kernel says of its window.</summary>
/// <param name="SamplesNs">Nanoseconds per operation, one sample a batch; at least one.</param>
/// <param name="Operations">The operations timed: round trips, calls, creations; positive.</param>
/// <param name="Evidence">The kernel's counters over the window.</param>
/// <param name="Occupancy">Who had the CPUs meanwhile.</param>
internal sealed record Repetition(IReadOnlyList<double> SamplesNs, long Operations, Evidence Evidence, CpuOccupancy Occupancy);
