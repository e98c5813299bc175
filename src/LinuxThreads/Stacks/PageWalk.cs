namespace LinuxThreads.Stacks;

/// <summary>Walks over the pages of an address range in bounded steps.</summary>
internal static class PageWalk
{
    // 32 KiB of words are 16 MiB of address space: a default stack in one call.
    private const int WordsAtOnce = 4096;

    private delegate void Visitor(ulong address, ReadOnlySpan<ulong> words);

    /// <summary>What is resident and swapped in a range, whole pages; null if the process is gone.</summary>
    /// <param name="pages">The page table.</param>
    /// <param name="range">The range.</param>
    /// <param name="below">A page's address: what is present below it is counted apart.</param>
    /// <param name="window">Whole pages: what is present in the range and in the window is counted apart.</param>
    public static PageCounts? Count(IPageTable pages, AddressRange range, ulong below = 0, AddressRange window = default)
    {
        long present = 0, swapped = 0, exclusive = 0, presentBelow = 0, presentInWindow = 0;
        ulong? lowest = null;
        var complete = Walk(pages, range, (address, words) =>
        {
            for (var i = 0; i < words.Length; i++)
            {
                var word = words[i];
                // Without the guard bit: its marker is stored as a swap entry.
                var isSwapped = (word & (PageWord.Swapped | PageWord.Guard)) == PageWord.Swapped;
                var isPresent = (word & PageWord.Present) != 0;
                if (isPresent || isSwapped)
                {
                    var page = address + ((ulong)i * pages.PageSize);
                    lowest ??= page;
                    present += isPresent ? 1 : 0;
                    swapped += isPresent ? 0 : 1;
                    exclusive += isPresent && (word & PageWord.Exclusive) != 0 ? 1 : 0;
                    presentBelow += isPresent && page < below ? 1 : 0;
                    presentInWindow += isPresent && window.Contains(page) ? 1 : 0;
                }
            }
        });
        return complete
            ? new PageCounts(present, swapped, exclusive, lowest) { PresentBelow = presentBelow, PresentInWindow = presentInWindow }
            : null;
    }

    /// <summary>The pages in memory of those of a window that a range does not touch; null if the process is gone.</summary>
    public static long? CountOutside(IPageTable pages, AddressRange window, AddressRange range)
    {
        var whole = range.ToPages(pages.PageSize);
        var below = Count(pages, new AddressRange(window.Start, Math.Min(window.End, Math.Max(whole.Start, window.Start))));
        var above = Count(pages, new AddressRange(Math.Max(window.Start, Math.Min(whole.End, window.End)), window.End));
        return below?.Present + above?.Present;
    }

    /// <summary>The runs of lightweight guard pages in a range, ascending; null if the process is gone.</summary>
    public static GuardRuns? FindGuards(IPageTable pages, AddressRange range)
    {
        var runs = new List<AddressRange>();
        var complete = Walk(pages, range, (address, words) =>
        {
            for (var i = 0; i < words.Length; i++)
            {
                if ((words[i] & PageWord.Guard) == 0)
                {
                    continue;
                }

                var page = address + ((ulong)i * pages.PageSize);
                if (runs is [.., var last] && last.End == page)
                {
                    runs[^1] = last with { End = page + pages.PageSize };
                }
                else
                {
                    runs.Add(new AddressRange(page, page + pages.PageSize));
                }
            }
        });
        return complete ? new GuardRuns(runs) : null;
    }

    private static bool Walk(IPageTable pages, AddressRange range, Visitor visit)
    {
        var whole = range.ToPages(pages.PageSize);
        var words = new ulong[Math.Min((ulong)WordsAtOnce, (whole.End - whole.Start) / pages.PageSize)];
        for (var address = whole.Start; address < whole.End; address += (ulong)words.Length * pages.PageSize)
        {
            var part = words.AsSpan(0, (int)Math.Min((ulong)words.Length, (whole.End - address) / pages.PageSize));
            if (!pages.TryRead(address, part))
            {
                return false;
            }

            visit(address, part);
        }

        return true;
    }
}
