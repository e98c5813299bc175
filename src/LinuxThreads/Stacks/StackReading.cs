using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>One thread while it is looked at: what is known, where its stack is, what the page table says of it.</summary>
internal sealed record StackReading(StackClues Clues, Comm Comm, StackLocation Location)
{
    /// <summary>Null where the page table is not shown, or the stack was not found.</summary>
    public PageCounts? Counts { get; init; }

    /// <summary>Bytes in huge pages, where only the page table can tell; null where it was not asked or can't tell.</summary>
    public ByteSize? ScannedHuge { get; init; }

    /// <summary>The huge pages that fit the stack; null where the stack was not found, or their size is unknown.</summary>
    public HugePageFit? HugeFit { get; init; }

    /// <summary>Pages in memory within the highest of them; null where the page table is not shown.</summary>
    public long? PresentInHighest { get; init; }
}
