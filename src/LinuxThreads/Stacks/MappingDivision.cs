namespace LinuxThreads.Stacks;

/// <summary>Shares out a mapping's figures among the parts it was cut into; what the parts get adds up to the mapping's figure.</summary>
/// <remarks>
/// The page table tells how many pages of each part are present. It counts the zero page, which smaps does not, and it is
/// read later: where the parts don't add up to what smaps says, what nothing claimed takes the difference first, and the caller is told.
/// </remarks>
internal static class MappingDivision
{
    /// <summary>The figures of each part; null if the page table can't be read.</summary>
    /// <param name="parts">The pieces of one mapping, ascending, all of it.</param>
    /// <param name="pages">The page table; null where it is not shown.</param>
    /// <param name="moved">By how many resident bytes the page table and smaps differ.</param>
    public static IReadOnlyList<MemoryFigures>? Divide(IReadOnlyList<MemoryPiece> parts, IPageTable? pages, out ByteSize moved)
    {
        moved = ByteSize.Zero;
        var whole = parts[0].Mapping.Figures;
        if (parts.Count == 1)
        {
            return [whole];
        }

        if (whole is { Rss.Bytes: 0, Swap: null or { Bytes: 0 } })
        {
            return [.. parts.Select(part => whole with { Size = part.Range.Length })];
        }

        if (pages is null || CountAll(parts, pages) is not { } counts)
        {
            return null;
        }

        var rss = Share(parts, whole.Rss, Resident(counts, whole.Rss, pages.PageSize), out moved);
        var swap = whole.Swap is { } swapped ? Share(parts, swapped, [.. counts.Select(count => Bytes(count.Swapped, pages.PageSize))], out _) : null;
        var huge = HugeOf(parts, whole, pages);
        return
        [
            .. parts.Select((part, i) => new MemoryFigures(
                part.Range.Length,
                rss[i],
                Whole(whole.Pss, whole.Rss, rss[i]),
                Whole(whole.PrivateDirty, whole.Rss, rss[i]),
                swap?[i],
                huge?[i])),
        ];
    }

    private static PageCounts[]? CountAll(IReadOnlyList<MemoryPiece> parts, IPageTable pages)
    {
        var counts = new PageCounts[parts.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            if (PageWalk.Count(pages, parts[i].Range) is not { } count)
            {
                return null;
            }

            counts[i] = count;
        }

        return counts;
    }

    /// <summary>Present pages; those that only this process maps where these, and not all present ones, are what smaps counted: the zero page is never exclusive.</summary>
    private static ByteSize[] Resident(PageCounts[] counts, ByteSize whole, ulong pageSize)
    {
        var isExclusive = Bytes(counts.Sum(static count => count.Present), pageSize) != whole
            && Bytes(counts.Sum(static count => count.Exclusive), pageSize) == whole;
        return [.. counts.Select(count => Bytes(isExclusive ? count.Exclusive : count.Present, pageSize))];
    }

    /// <summary>Makes the shares add up to the whole.</summary>
    private static ByteSize[] Share(IReadOnlyList<MemoryPiece> parts, ByteSize whole, ByteSize[] counted, out ByteSize moved)
    {
        var shares = new ByteSize[counted.Length];
        var left = whole;
        var unclaimed = -1;
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < counted.Length; i++)
            {
                if (parts[i].IsClaimed == (pass == 0))
                {
                    shares[i] = counted[i] < left ? counted[i] : left;
                    left -= shares[i];
                    unclaimed = i;
                }
            }
        }

        // Everything is claimed: the last part stands for what nobody claims.
        shares[unclaimed] += left;
        var sum = counted.Aggregate(ByteSize.Zero, static (total, share) => total + share);
        moved = sum > whole ? sum - whole : whole - sum;
        return shares;
    }

    /// <summary>A part's share of a figure that is none of the resident bytes, or all of them; else unknown.</summary>
    private static ByteSize? Whole(ByteSize? figure, ByteSize wholeRss, ByteSize partRss) => figure switch
    {
        { Bytes: 0 } => ByteSize.Zero,
        { } known when known == wholeRss => partRss,
        _ => null,
    };

    private static ByteSize[]? HugeOf(IReadOnlyList<MemoryPiece> parts, MemoryFigures whole, IPageTable pages)
    {
        if (whole.Huge is not { } huge)
        {
            return null;
        }

        var counted = new ByteSize[parts.Count];
        for (var i = 0; huge.Bytes > 0 && i < counted.Length; i++)
        {
            if (!pages.TrySumHuge(parts[i].Range, out counted[i], out _))
            {
                return null;
            }
        }

        return Share(parts, huge, counted, out _);
    }

    private static ByteSize Bytes(long pages, ulong pageSize) => new(checked(pages * (long)pageSize));
}
