namespace LinuxThreads.Stacks;

/// <summary>The memory of one or several parts of an address space.</summary>
/// <remarks>Source: <c>/proc/[pid]/smaps</c>, the keys named below; <c>/proc/[pid]/pagemap</c> where a mapping had to be divided.</remarks>
/// <param name="Size">Address space, in bytes: <c>Size</c>.</param>
/// <param name="Rss">Resident memory, in bytes: <c>Rss</c>. Excludes: swapped pages, pages of hugetlbfs, page tables.</param>
/// <param name="Pss">Resident memory with each page divided by the number of its mappers, in bytes: <c>Pss</c>; <see langword="null"/> if a divided mapping shares pages.</param>
/// <param name="PrivateDirty">Resident pages that only this process maps and that were written to, in bytes: <c>Private_Dirty</c>; <see langword="null"/> if a divided mapping has such pages and others.</param>
/// <param name="Swap">Memory in swap, in bytes: <c>Swap</c>; <see langword="null"/> where the kernel prints none.</param>
/// <param name="Huge">Resident memory in transparent huge pages, in bytes: <c>AnonHugePages</c>; <see langword="null"/> where the kernel does not tell.</param>
public sealed record MemoryFigures(ByteSize Size, ByteSize Rss, ByteSize? Pss, ByteSize? PrivateDirty, ByteSize? Swap, ByteSize? Huge)
{
    internal static MemoryFigures None { get; } =
        new(ByteSize.Zero, ByteSize.Zero, ByteSize.Zero, ByteSize.Zero, ByteSize.Zero, ByteSize.Zero);

    /// <summary>Both together; unknown as soon as one is.</summary>
    internal MemoryFigures Plus(MemoryFigures other) => new(
        Size + other.Size, Rss + other.Rss, Pss + other.Pss, PrivateDirty + other.PrivateDirty, Swap + other.Swap, Huge + other.Huge);
}
