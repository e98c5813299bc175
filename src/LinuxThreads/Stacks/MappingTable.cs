using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>The mappings of a process, ascending, with look-up by address.</summary>
internal sealed class MappingTable
{
    private readonly List<StackMapping> _mappings;

    public MappingTable(IEnumerable<StackMapping> mappings)
    {
        var list = new List<StackMapping>();
        foreach (var mapping in mappings)
        {
            // The kernel reads in several steps; a mapping that moved or grew in between may show up twice. The later text is the newer.
            while (list is [.., var last] && last.Range.End > mapping.Range.Start)
            {
                list.RemoveAt(list.Count - 1);
            }

            list.Add(mapping);
        }

        _mappings = list;
    }

    public bool IsEmpty => _mappings.Count == 0;

    public StackMapping? MainStack => _mappings.FirstOrDefault(static mapping => mapping.IsMainStack);

    /// <summary>The mapping that holds an address.</summary>
    public StackMapping? Find(ulong address) => IndexOf(address) is var index and >= 0 ? _mappings[index] : null;

    /// <summary>The mapping that ends exactly where <paramref name="mapping"/> begins.</summary>
    public StackMapping? DirectlyBelow(StackMapping mapping) => mapping.Range.Start == 0 ? null : Find(mapping.Range.Start - 1);

    /// <summary>The mapping that begins exactly where <paramref name="mapping"/> ends.</summary>
    public StackMapping? DirectlyAbove(StackMapping mapping) => Find(mapping.Range.End);

    /// <summary>True if the mapping at an address and the one below it are where they are in <paramref name="other"/>.</summary>
    public bool HasSameSurroundings(MappingTable other, ulong address)
    {
        var here = Find(address);
        var there = other.Find(address);
        return here?.Range == there?.Range
            && (here is null || there is null || DirectlyBelow(here)?.Range == other.DirectlyBelow(there)?.Range);
    }

    public static MappingTable FromSmaps(Smaps smaps)
    {
        var mappings = new List<StackMapping>();
        foreach (var entry in smaps)
        {
            mappings.Add(From(entry.Mapping) with
            {
                Rss = entry.Rss,
                Pss = entry.Pss,
                Swap = entry.Swap,
                AnonHugePages = entry.AnonHugePages,
                Flags = entry.VmFlags,
                THPeligible = entry.THPeligible,
            });
        }

        return new MappingTable(mappings);
    }

    public static MappingTable FromMaps(Maps maps)
    {
        var mappings = new List<StackMapping>();
        foreach (var mapping in maps)
        {
            mappings.Add(From(mapping));
        }

        return new MappingTable(mappings);
    }

    private static StackMapping From(MemoryMapping mapping) => new(new AddressRange(mapping.Start, mapping.End), mapping.Perms)
    {
        Dev = mapping.Dev,
        Inode = mapping.Inode,
        IsMainStack = mapping.IsStack,
    };

    private int IndexOf(ulong address)
    {
        var low = 0;
        var high = _mappings.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var range = _mappings[middle].Range;
            if (range.Contains(address))
            {
                return middle;
            }

            if (address < range.Start)
            {
                high = middle - 1;
            }
            else
            {
                low = middle + 1;
            }
        }

        return -1;
    }
}
