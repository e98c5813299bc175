using LinuxThreads.Memory;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Scale;

/// <summary>What all threads together took: the memory ledger of their process before the first one and with all of them asleep.</summary>
public sealed record ScaleLedger
{
    private const int DistrustBelow = 10_000;

    private static readonly Caveat _slabReuse = new(
        CaveatKind.SlabReuse, "The kernel keeps the slabs of threads that ended; what these threads took from there is not in the slab figure.");

    internal ScaleLedger(LedgerReading before, LedgerReading after)
    {
        Before = before;
        After = after;
        Closure = LedgerClosure.Between(before, after);
        (Verdict, Caveats) = Judge();
    }

    /// <summary>The reading without threads.</summary>
    public LedgerReading Before { get; }

    /// <summary>The reading with all of them.</summary>
    public LedgerReading After { get; }

    /// <summary>The ledger against the fall of free memory; <see langword="null"/> if the kernel does not tell.</summary>
    public LedgerClosure? Closure { get; }

    /// <summary>The verdict: <see cref="Verdict.Contaminated"/> if the ledger does not close within 5 %, or others started or ended more than a hundredth as many threads.</summary>
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

    private (Verdict Verdict, IReadOnlyList<Caveat> Caveats) Judge()
    {
        var judged = LedgerVerdict.Judge(Closure, OtherThreads.Between([Before, After], unitsAreThreads: true));
        return (judged.Verdict, [_slabReuse, .. judged.Caveats.Select(WithSize)]);
    }

    private Caveat WithSize(Caveat caveat) => Closure is not null && caveat.Kind == CaveatKind.LedgerOpen && Threads < DistrustBelow
        ? new Caveat(caveat.Kind, $"{caveat.Sentence} With so few threads that is within what the machine itself moves.", [.. caveat.Figures])
        : caveat;
}
