namespace LinuxThreads.Stacks;

/// <summary>Whether one stack may have transparent huge pages, and what the first would cost.</summary>
/// <remarks>What the stack already has in huge pages is <see cref="ThreadStack.Huge"/>.</remarks>
/// <param name="Eligible">True if the kernel may back a part of the stack by a huge page as the system is set now; <see langword="null"/> if it does not tell.</param>
/// <param name="Reason">Why.</param>
public sealed record StackHugePages(bool? Eligible, HugePageReason Reason)
{
    /// <summary>The huge page that the other figures are about, in bytes: the largest that the settings allow and that fits, else the machine's largest.</summary>
    /// <remarks>Source: <c>/sys/kernel/mm/transparent_hugepage/hpage_pmd_size</c> and, since Linux 6.8, <c>hugepages-*kB/enabled</c>.</remarks>
    public ByteSize? Size { get; init; }

    /// <summary>How many huge pages of <see cref="Size"/>, aligned to it, lie within the mapping and touch the stack.</summary>
    /// <remarks>Source: the mapping's addresses in <c>/proc/[pid]/smaps</c>.</remarks>
    public int? AlignedHugePages { get; init; }

    /// <summary>The bytes that would become resident besides those that are, if the highest of these were made; 0 if there is none.</summary>
    /// <remarks>
    /// Source: <c>/proc/[pid]/pagemap</c>, bit 63, over that huge page's range. The highest, because a stack is used from its
    /// upper end: the first write to the range makes the whole page. By addresses alone: for a stack that is not eligible
    /// it is what it would cost if it became so.
    /// </remarks>
    public ByteSize? Potential { get; init; }

    /// <summary>True if <c>khugepaged</c> may make that huge page later, of what is resident in its range now.</summary>
    /// <remarks>Source: <c>/sys/kernel/mm/transparent_hugepage/khugepaged/max_ptes_none</c> beside the resident pages of the range. It makes PMD-sized pages only.</remarks>
    public bool? MayCollapse { get; init; }
}
