namespace LinuxThreads.Verdicts;

/// <summary>What <see cref="ContaminationGate"/> found about one window.</summary>
public sealed record Contamination
{
    internal Contamination(
        bool? isContaminated, double? foreignShare, double? interruptShare, double? stealShare, IReadOnlyList<Caveat> caveats)
    {
        IsContaminated = isContaminated;
        ForeignShare = foreignShare;
        InterruptShare = interruptShare;
        StealShare = stealShare;
        Caveats = caveats;
    }

    /// <summary>True if other tasks or the hypervisor took more than the limit, false if they did not, <see langword="null"/> if the counters can't tell.</summary>
    public bool? IsContaminated { get; }

    /// <summary>The share of the CPUs' time that other tasks took, 0 to 1 plus or minus the counters' resolution, or <see langword="null"/> if unknown.</summary>
    /// <remarks>
    /// A little below 0 is possible and is shown as it is. On CPUs that the plan keeps busy it is all that the plan did
    /// not have, stolen time included.
    /// </remarks>
    public double? ForeignShare { get; }

    /// <summary>The share of the CPUs' time that interrupts took, or <see langword="null"/> if unknown.</summary>
    public double? InterruptShare { get; }

    /// <summary>The share of the CPUs' time that the hypervisor withheld, or <see langword="null"/> if unknown.</summary>
    public double? StealShare { get; }

    /// <summary>Why the run is contaminated, or why that could not be told; empty for a run that is not.</summary>
    public IReadOnlyList<Caveat> Caveats { get; }
}
