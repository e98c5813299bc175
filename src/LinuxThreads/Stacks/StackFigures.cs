using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>Turns what was read of one thread into its figures, each with the reason where it is unknown; a pure function.</summary>
internal static class StackFigures
{
    public static ThreadStack Of(StackReading reading, ulong pageSize, RlimitValue? limit, HugePageSettings settings)
    {
        var stack = new ThreadStack
        {
            Tid = reading.Clues.Tid,
            Comm = reading.Comm,
            Limit = reading.Clues.IsMain ? limit : null,
            LocatedBy = reading.Location.LocatedBy,
        };
        var notes = new List<string>(reading.Location.Notes);
        if (reading.Location is { Range: { } range, Mapping: { } mapping })
        {
            stack = stack with
            {
                StackStart = range.Start,
                StackEnd = range.End,
                Reserved = range.Length,
                Guard = reading.Location.Guard,
                NoHugePage = mapping.Flags is null ? null : mapping.Has(VmFlags.NoHugePage),
                HugePages = HugePageRule.Judge(mapping, range, settings, reading.HugeFit, reading.PresentInHighest, pageSize),
            };
            stack = reading.Counts is { } counts
                ? FromPages(stack, range, mapping, counts, reading.ScannedHuge, pageSize, notes)
                : FromMapping(stack, range, mapping, notes);
            stack = WithRetained(stack, reading, range, pageSize);
        }

        return stack with { Unavailable = notes.Count == 0 ? null : string.Join("; ", notes) };
    }

    /// <summary>True if only the page table can tell the stack's huge pages: the mapping has some and is more than the stack, or smaps tells nothing.</summary>
    public static bool NeedsHugeScan(AddressRange range, StackMapping mapping) => HugeOf(range, mapping, ByteSize.Zero) is null;

    private static ThreadStack FromPages(
        ThreadStack stack, AddressRange range, StackMapping mapping, PageCounts counts, ByteSize? scannedHuge, ulong pageSize, List<string> notes)
    {
        var rss = Bytes(counts.Present, pageSize);
        var huge = HugeOf(range, mapping, rss) ?? scannedHuge;
        if (huge is null)
        {
            notes.Add($"huge_bytes unknown: {WhyNotFromSmaps(mapping)}, and PAGEMAP_SCAN did not tell");
        }

        var pss = PssOf(range, mapping, counts, pageSize);
        if (pss is null)
        {
            notes.Add($"pss_bytes unknown: {WhyNotFromSmaps(mapping)}, and some of its pages are shared or only read");
        }

        return stack with
        {
            Rss = rss,
            Swap = Bytes(counts.Swapped, pageSize),
            TouchedDepth = new ByteSize(counts.Lowest is { } lowest ? checked((long)(range.End - Math.Max(lowest, range.Start))) : 0),
            Huge = huge,
            Pss = pss,
        };
    }

    /// <summary>Not among the notes: a thread that happens to run has nothing wrong with it.</summary>
    private static ThreadStack WithRetained(ThreadStack stack, StackReading reading, AddressRange range, ulong pageSize) => reading switch
    {
        { Counts: null } => stack with { RetainedUnknown = "its pages could not be counted" },
        { Clues.IsOnCpu: true } => stack with { RetainedUnknown = "it is on a CPU, where the kernel does not tell its stack pointer" },
        { Clues.StackPointer: null } => stack with { RetainedUnknown = reading.Clues.NoStackPointer ?? "the kernel does not tell its stack pointer" },
        _ when reading.Clues.InUseFrom(range, pageSize) is null => stack with { RetainedUnknown = "its stack pointer is not on this stack" },
        _ => stack with { Retained = Bytes(reading.Counts.PresentBelow, pageSize) },
    };

    private static ThreadStack FromMapping(ThreadStack stack, AddressRange range, StackMapping mapping, List<string> notes)
    {
        if (mapping.Range != range || mapping.Rss is null)
        {
            notes.Add(mapping.Rss is null
                ? "rss_bytes unknown: neither pagemap nor smaps could be read"
                : "rss_bytes unknown: pagemap could not be read, and the mapping holds more than this stack");
            return stack;
        }

        return stack with
        {
            Rss = mapping.Rss,
            Pss = mapping.Pss,
            Swap = mapping.Swap,
            Huge = HugeOf(range, mapping, mapping.Rss.Value),
        };
    }

    private static ByteSize? HugeOf(AddressRange range, StackMapping mapping, ByteSize rss) => mapping switch
    {
        { Flags: { } flags } when flags.HasFlag(VmFlags.Hugetlb) => rss,
        { AnonHugePages: { Bytes: 0 } } => ByteSize.Zero,
        _ when mapping.Range == range => mapping.AnonHugePages,
        _ => null,
    };

    /// <summary>The share of a range: smaps tells it for a mapping; a page that only this process maps counts whole.</summary>
    private static ByteSize? PssOf(AddressRange range, StackMapping mapping, PageCounts counts, ulong pageSize)
    {
        if (mapping.Range == range && mapping.Pss is { } whole)
        {
            return whole;
        }

        // smaps cuts Pss to whole kB, which hides no shared page: one takes at least half a page off.
        var isUnshared = counts.Exclusive == counts.Present || (mapping.Pss is { } pss && pss == mapping.Rss);
        return isUnshared ? Bytes(counts.Exclusive, pageSize) : null;
    }

    private static string WhyNotFromSmaps(StackMapping mapping) =>
        mapping.Rss is null ? "smaps could not be read" : "the mapping holds more than this stack";

    private static ByteSize Bytes(long pages, ulong pageSize) => new(checked(pages * (long)pageSize));
}
