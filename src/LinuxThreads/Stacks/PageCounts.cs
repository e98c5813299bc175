namespace LinuxThreads.Stacks;

/// <summary>What the page table says of one range, in pages.</summary>
/// <param name="Present">Pages in memory, the zero page included.</param>
/// <param name="Swapped">Pages in swap.</param>
/// <param name="Exclusive">Those of <paramref name="Present"/> that only this process maps.</param>
/// <param name="Lowest">The address of the lowest page that is present or swapped; null if none is.</param>
internal sealed record PageCounts(long Present, long Swapped, long Exclusive, ulong? Lowest)
{
    /// <summary>Those of <see cref="Present"/> below the address that was named.</summary>
    public long PresentBelow { get; init; }

    /// <summary>Those of <see cref="Present"/> within the window that was named.</summary>
    public long PresentInWindow { get; init; }
}
