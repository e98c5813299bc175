using LinuxThreads.Memory;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Footprint;

/// <summary>What one more parked thread takes: the slope of each kind of memory over the number of threads, in bytes per thread.</summary>
public sealed record FootprintResult
{
    internal FootprintResult(FootprintPlan plan, IReadOnlyList<LedgerReading> readings)
    {
        Plan = plan;
        Readings = readings;
        AddressSpace = Fit(readings, reading => reading.AddressSpace)!;
        UserRss = Fit(readings, reading => reading.UserRss)!;
        StackRss = Fit(readings, reading => reading.StackRss)!;
        PageTables = Fit(readings, reading => reading.PageTables)!;
        KernelStack = Fit(readings, reading => reading.KernelStack);
        Slab = Fit(readings, reading => reading.Slab);
        Total = Fit(readings, reading => reading.Sum);
        Vmas = Fit(readings, reading => new ByteSize(reading.Vmas))!;
        Closure = LedgerClosure.Between(readings[0], readings[^1]);
        (Verdict, Caveats) = FootprintVerdict.Judge(Closure);
    }

    /// <summary>What was measured.</summary>
    public FootprintPlan Plan { get; }

    /// <summary>What was read at each number of threads.</summary>
    public IReadOnlyList<LedgerReading> Readings { get; }

    /// <summary>Address space, bytes per thread; costs nothing but page-table pages and a mapping.</summary>
    public LinearFit AddressSpace { get; }

    /// <summary>Resident memory of the process, bytes per thread: stacks and everything else in user space.</summary>
    public LinearFit UserRss { get; }

    /// <summary>The part of <see cref="UserRss"/> within the stacks, bytes per thread.</summary>
    public LinearFit StackRss { get; }

    /// <summary>Page-table pages of the process, bytes per thread.</summary>
    public LinearFit PageTables { get; }

    /// <summary>The stacks inside the kernel, bytes per thread; <see langword="null"/> if the kernel does not say.</summary>
    public LinearFit? KernelStack { get; }

    /// <summary>Kernel objects (<c>task_struct</c> and what belongs to it), bytes per thread; <see langword="null"/> if the kernel does not say.</summary>
    public LinearFit? Slab { get; }

    /// <summary>User memory, page tables, kernel stack and slab together, bytes per thread; <see langword="null"/> if a part is unknown.</summary>
    public LinearFit? Total { get; }

    /// <summary>Mappings per thread.</summary>
    public LinearFit Vmas { get; }

    /// <summary>The ledger against the fall of free memory, or <see langword="null"/> if the kernel does not tell.</summary>
    public LedgerClosure? Closure { get; }

    /// <summary>The verdict: <see cref="Verdict.Contaminated"/> if the ledger does not close within 5 %.</summary>
    public Verdict Verdict { get; }

    /// <summary>What a reader must know beside the figures.</summary>
    public IReadOnlyList<Caveat> Caveats { get; }

    private static LinearFit? Fit(IReadOnlyList<LedgerReading> readings, Func<LedgerReading, ByteSize?> column)
    {
        var y = new double[readings.Count];
        for (var i = 0; i < y.Length; i++)
        {
            if (column(readings[i]) is not { } size)
            {
                return null;
            }

            y[i] = size.Bytes;
        }

        return LinearFit.Of([.. readings.Select(reading => (double)reading.Units)], y);
    }
}
