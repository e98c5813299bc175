using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>One thread while it is looked at: what is known, where its stack is, what the page table says of it.</summary>
internal sealed record StackReading(StackClues Clues, Comm Comm, StackLocation Location)
{
    /// <summary>Null where the page table is not shown, or the stack was not found.</summary>
    public PageCounts? Counts { get; init; }

    /// <summary>Bytes in huge pages, where only the page table can tell; null where it was not asked or can't tell.</summary>
    public ByteSize? ScannedHuge { get; init; }
}
