using LinuxThreads.Memory;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Scale;

/// <summary>What all threads together took: the memory ledger of their process before the first one and with all of them asleep.</summary>
public sealed record ScaleLedger
{
    private const int DistrustBelow = 10_000;

    internal ScaleLedger(LedgerReading before, LedgerReading after)
    {
        Before = before;
        After = after;
        Closure = LedgerClosure.Between(before, after);
        (Verdict, Caveats) = Judge(Closure, after.Units - before.Units);
    }

    /// <summary>The reading without threads.</summary>
    public LedgerReading Before { get; }

    /// <summary>The reading with all of them.</summary>
    public LedgerReading After { get; }

    /// <summary>The ledger against the fall of free memory; <see langword="null"/> if the kernel does not tell.</summary>
    public LedgerClosure? Closure { get; }

    /// <summary>The verdict: <see cref="Verdict.Contaminated"/> if the ledger does not close within 5 %.</summary>
    public Verdict Verdict { get; }

    /// <summary>What a reader must know beside the figures.</summary>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <summary>Threads between the two readings; positive.</summary>
    public int Threads => After.Units - Before.Units;

    /// <summary>Address space, in bytes a thread.</summary>
    public double AddressSpaceBytes => PerThread(After.AddressSpace - Before.AddressSpace)!.Value;

    /// <summary>Resident memory of the process, in bytes a thread.</summary>
    public double UserRssBytes => PerThread(After.UserRss - Before.UserRss)!.Value;

    /// <summary>Page tables, in bytes a thread.</summary>
    public double PageTableBytes => PerThread(After.PageTables - Before.PageTables)!.Value;

    /// <summary>Stacks within the kernel, in bytes a thread; <see langword="null"/> if the kernel does not say.</summary>
    public double? KernelStackBytes => PerThread(After.KernelStack - Before.KernelStack);

    /// <summary>The kernel's objects, in bytes a thread; <see langword="null"/> if the kernel does not say.</summary>
    public double? KernelSlabBytes => PerThread(After.Slab - Before.Slab);

    /// <summary>All of these but the address space, in bytes a thread; <see langword="null"/> if one is not known.</summary>
    public double? TotalBytes => PerThread(After.Sum - Before.Sum);

    /// <summary>Mappings, a thread.</summary>
    public double Vmas => (After.Vmas - Before.Vmas) / (double)Threads;

    private double? PerThread(ByteSize? growth) => growth?.Bytes / (double)Threads;

    private static (Verdict Verdict, IReadOnlyList<Caveat> Caveats) Judge(LedgerClosure? closure, int threads)
    {
        var caveats = new List<Caveat>
        {
            new(CaveatKind.SlabReuse, "The kernel keeps the slabs of threads that ended; what these threads took from there is not in the slab figure."),
        };
        if (closure is null)
        {
            caveats.Add(new Caveat(CaveatKind.LedgerOpen, "The kernel does not say how much memory is free, so nothing checks the sum."));
            return (Verdict.Unverified, caveats);
        }

        if (closure.Closes)
        {
            return (Verdict.Valid, caveats);
        }

        var few = threads < DistrustBelow ? " With so few threads that is within what the machine itself moves." : "";
        caveats.Add(new Caveat(
            CaveatKind.LedgerOpen,
            $"Free memory fell by {closure.Fall.TotalKibibytes:#,0} KiB while the ledger grew by {closure.Ledger.TotalKibibytes:#,0} KiB: something else took or gave memory meanwhile.{few}",
            new CaveatFigure("ledger_bytes", closure.Ledger.Bytes),
            new CaveatFigure("mem_available_bytes", closure.MemAvailable.Bytes),
            new CaveatFigure("per_cpu_list_bytes", closure.PerCpuLists.Bytes)));
        return (Verdict.Contaminated, caveats);
    }
}
