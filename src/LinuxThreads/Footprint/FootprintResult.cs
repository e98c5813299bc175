using LinuxThreads.Memory;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Footprint;

/// <summary>What one more parked unit takes: the slope of each kind of memory over their number, in bytes per unit.</summary>
public sealed record FootprintResult
{
    internal FootprintResult(
        FootprintPlan plan, IReadOnlyList<LedgerReading> readings, FootprintBallast? ballast = null, IReadOnlyList<Unavailable>? unavailable = null,
        int attempts = 1)
    {
        Plan = plan;
        Readings = readings;
        Ballast = ballast;
        AddressSpace = Fit(reading => reading.AddressSpace)!;
        UserRss = Fit(reading => reading.UserRss)!;
        StackRss = Fit(reading => reading.StackRss);
        OtherUser = Fit(reading => reading.UserRss - reading.StackRss);
        PageTables = Fit(reading => reading.PageTables)!;
        KernelStack = Fit(reading => reading.KernelStack);
        Slab = Fit(reading => reading.Slab);
        Total = Fit(reading => reading.Sum);
        Vmas = Fit(reading => new ByteSize(reading.Vmas))!;
        SlabCaches = SlabCacheGrowth.Of(readings);
        Charge = Fit(reading => reading.Charge?.Usage);
        KernelCharge = Fit(reading => reading.Charge?.Kernel);
        Closure = LedgerClosure.Between(readings[0], readings[^1]);
        Unavailable = unavailable ?? [];
        var ledger = LedgerVerdict.Judge(Closure, OtherThreads.Between(readings, plan.Kind.IsThread()));
        (Verdict, Caveats) = FootprintVerdict.Judge(ledger, ballast, attempts);
        Attempts = attempts;
    }

    /// <summary>What was measured.</summary>
    public FootprintPlan Plan { get; }

    /// <summary>What was read at each number of units.</summary>
    public IReadOnlyList<LedgerReading> Readings { get; }

    /// <summary>The threads parked before the first reading, to use up leftover slabs; <see langword="null"/> for a kind that is no thread.</summary>
    public FootprintBallast? Ballast { get; }

    /// <summary>Address space, bytes per unit; costs nothing but page-table pages and a mapping.</summary>
    public LinearFit AddressSpace { get; }

    /// <summary>Resident memory of the process, bytes per unit: stacks and everything else in user space.</summary>
    public LinearFit UserRss { get; }

    /// <summary>The part of <see cref="UserRss"/> within the stacks, bytes per unit; <see langword="null"/> if it was not looked at.</summary>
    public LinearFit? StackRss { get; }

    /// <summary>The part of <see cref="UserRss"/> outside the stacks, bytes per unit; <see langword="null"/> if the stacks were not looked at.</summary>
    public LinearFit? OtherUser { get; }

    /// <summary>Page-table pages of the process, bytes per unit.</summary>
    public LinearFit PageTables { get; }

    /// <summary>The stacks inside the kernel, bytes per unit; <see langword="null"/> if the kernel does not say.</summary>
    public LinearFit? KernelStack { get; }

    /// <summary>Kernel objects (<c>task_struct</c> and what belongs to it), bytes per unit; <see langword="null"/> if the kernel does not say.</summary>
    public LinearFit? Slab { get; }

    /// <summary>User memory, page tables, kernel stack and slab together, bytes per unit; <see langword="null"/> if a part is unknown.</summary>
    public LinearFit? Total { get; }

    /// <summary>Mappings per unit.</summary>
    public LinearFit Vmas { get; }

    /// <summary>The kernel's caches that grew with the units, the largest growth first; <see langword="null"/> where only root may read them.</summary>
    public IReadOnlyList<SlabCacheGrowth>? SlabCaches { get; }

    /// <summary>What the child's own memory cgroup was charged, bytes per unit: a second witness; <see langword="null"/> where it could not have one.</summary>
    /// <remarks>Below <see cref="Total"/>: the kernel charges objects, not the slabs that hold them, and leaves out what it accounts to nobody.</remarks>
    public LinearFit? Charge { get; }

    /// <summary>The kernel's own part of <see cref="Charge"/>, bytes per unit; <see langword="null"/> where it is not told.</summary>
    public LinearFit? KernelCharge { get; }

    /// <summary><see cref="Charge"/> ÷ <see cref="Total"/>; <see langword="null"/> if one of them is unknown.</summary>
    public double? ChargeRatio => Charge?.Slope / Total?.Slope;

    /// <summary>The ledger against the fall of free memory, or <see langword="null"/> if the kernel does not tell.</summary>
    public LedgerClosure? Closure { get; }

    /// <summary>The verdict: <see cref="Verdict.Contaminated"/> if the ledger does not close within 5 %, others started or ended threads, or leftover slabs could not be ruled out.</summary>
    public Verdict Verdict { get; }

    /// <summary>How many ledgers were taken; those before this one were contaminated.</summary>
    public int Attempts { get; }

    /// <summary>What a reader must know beside the figures.</summary>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <summary>What could not be read here, with the reason.</summary>
    public IReadOnlyList<Unavailable> Unavailable { get; }

    // Null where a reading lacks the column.
    private LinearFit? Fit(Func<LedgerReading, ByteSize?> column)
    {
        var y = new double[Readings.Count];
        for (var i = 0; i < y.Length; i++)
        {
            if (column(Readings[i]) is not { } size)
            {
                return null;
            }

            y[i] = size.Bytes;
        }

        return LinearFit.Of([.. Readings.Select(reading => (double)reading.Units)], y);
    }
}
