namespace LinuxThreads.Footprint;

/// <summary>Whether the ledger explains the memory that went: its growth against the fall of free memory, from the first reading to the last.</summary>
/// <remarks>
/// The kernel keeps free pages in lists of each CPU that <c>MemAvailable</c> does not count; while threads are created it takes from
/// them, so their fall belongs to the sum. Any other task that takes or gives memory meanwhile is in it as well.
/// </remarks>
/// <param name="Ledger">Growth of resident memory, page tables, kernel stacks and slab.</param>
/// <param name="MemAvailable">Fall of <c>MemAvailable</c>; negative if it rose.</param>
/// <param name="PerCpuLists">Fall of the pages in the per-CPU lists; negative if they grew.</param>
public sealed record FootprintClosure(ByteSize Ledger, ByteSize MemAvailable, ByteSize PerCpuLists)
{
    /// <summary>Ledger ÷ fall of free memory, per-CPU lists included; 1 if every byte is explained. <see langword="null"/> if free memory did not fall.</summary>
    public double? Ratio => (MemAvailable + PerCpuLists).Bytes > 0 ? Ledger / (MemAvailable + PerCpuLists) : null;

    internal static FootprintClosure? Of(FootprintReading first, FootprintReading last)
    {
        return FootprintResult.Ledger(last) - FootprintResult.Ledger(first) is { } ledger
            && first.MemAvailable - last.MemAvailable is { } available
            ? new FootprintClosure(ledger, available, first.PerCpuLists - last.PerCpuLists)
            : null;
    }
}
