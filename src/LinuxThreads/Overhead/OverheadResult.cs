using LinuxThreads.Procfs;

namespace LinuxThreads.Overhead;

/// <summary>What switching costs against the work between two switches, and against the memory that the work uses.</summary>
public sealed record OverheadResult
{
    internal OverheadResult(
        OverheadPlan plan, int cpu, IReadOnlyList<CpuCache> caches, IReadOnlyList<OverheadPoint> work, IReadOnlyList<OverheadPoint>? workingSet,
        IReadOnlyList<Unavailable> unavailable)
    {
        Plan = plan;
        Cpu = cpu;
        Caches = caches;
        Work = work;
        WorkingSet = workingSet;
        BreakEvens = Overhead.BreakEvens.Of(work, static point => point.CostNs);
        BreakEvensWithCalls = Overhead.BreakEvens.Of(work, static point => point.CostWithCallsNs);
        Unavailable = BreakEvens is not null
            ? unavailable
            : [.. unavailable, new Unavailable("break_even", "The kernel did not say how often the threads of every point switched, so there is no cost of a switch.", null)];
    }

    /// <summary>What was measured.</summary>
    public OverheadPlan Plan { get; }

    /// <summary>The CPU it ran on.</summary>
    public int Cpu { get; }

    /// <summary>The caches of that CPU; empty where sysfs lists none.</summary>
    public IReadOnlyList<CpuCache> Caches { get; }

    /// <summary>The curve against work: the point without work, then ascending.</summary>
    public IReadOnlyList<OverheadPoint> Work { get; }

    /// <summary>The curve against the size of the array that each side walks: the point without, then ascending; <see langword="null"/> if no size is known.</summary>
    public IReadOnlyList<OverheadPoint>? WorkingSet { get; }

    /// <summary>The work per switch from which on switching takes 10 %, 5 % and 1 % of the time at the most; <see langword="null"/> if the cost is unknown.</summary>
    public IReadOnlyList<BreakEven>? BreakEvens { get; }

    /// <summary>The same with the system calls of the hand-over counted as part of the cost.</summary>
    public IReadOnlyList<BreakEven>? BreakEvensWithCalls { get; }

    /// <summary>What is missing, and why.</summary>
    public IReadOnlyList<Unavailable> Unavailable { get; }
}
