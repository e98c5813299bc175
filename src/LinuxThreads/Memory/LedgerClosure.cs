namespace LinuxThreads.Memory;

/// <summary>Whether the ledger explains the memory that went: its growth against the fall of free memory, from the first reading to the last.</summary>
/// <remarks>
/// The kernel keeps free pages in lists of each CPU that <c>MemAvailable</c> does not count; while threads are created it takes from
/// them, so their fall belongs to the sum. Any other task that takes or gives memory meanwhile is in it as well.
/// </remarks>
/// <param name="Ledger">Growth of resident memory, page tables, kernel stacks and slab.</param>
/// <param name="Reader">Growth of the process that read all this, where it is not the one that was read.</param>
/// <param name="MemAvailable">Fall of <c>MemAvailable</c>; negative if it rose.</param>
/// <param name="PerCpuLists">Fall of the pages in the per-CPU lists; negative if they grew.</param>
public sealed record LedgerClosure(ByteSize Ledger, ByteSize Reader, ByteSize MemAvailable, ByteSize PerCpuLists)
{
    private const int LargestGapPercent = 5;

    /// <summary>Fall of free memory, that in the per-CPU lists included; negative if it rose.</summary>
    public ByteSize Fall => MemAvailable + PerCpuLists;

    /// <summary>Ledger and reader ÷ fall of free memory; 1 if every byte is explained. <see langword="null"/> if free memory did not fall.</summary>
    public double? Ratio => Fall.Bytes > 0 ? Explained / Fall : null;

    /// <summary>The same against <c>MemAvailable</c> alone, as one would compare who does not know of the per-CPU lists. <see langword="null"/> if it did not fall.</summary>
    public double? MemAvailableRatio => MemAvailable.Bytes > 0 ? Explained / MemAvailable : null;

    /// <summary>True if what is explained and what went differ by at most 5 % of the latter.</summary>
    // In whole numbers: 1.05 is no double, and the limits themselves are inside.
    public bool Closes => Fall.Bytes > 0 && Int128.Abs((Explained - Fall).Bytes) * 100 <= (Int128)Fall.Bytes * LargestGapPercent;

    private ByteSize Explained => Ledger + Reader;

    /// <summary>The closure from one reading to a later one; <see langword="null"/> if the kernel does not say a part of it.</summary>
    /// <param name="first">The reading with fewer units.</param>
    /// <param name="last">The reading with more.</param>
    public static LedgerClosure? Between(LedgerReading first, LedgerReading last)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(last);
        return last.Sum - first.Sum is { } ledger && first.MemAvailable - last.MemAvailable is { } available
            ? new LedgerClosure(ledger, last.ReaderMemory - first.ReaderMemory, available, first.PerCpuLists - last.PerCpuLists)
            : null;
    }
}
