namespace LinuxThreads.Stacks;

/// <summary>The sums over classes, and over the names of named memory.</summary>
internal sealed record ClassSums(IReadOnlyList<MemoryClassUse> Classes, IReadOnlyList<NamedMemory> Names)
{
    /// <summary>Adds up the pieces of each class; what can't be divided or is in doubt goes to <paramref name="withheld"/>.</summary>
    /// <param name="pieces">All pieces, ascending.</param>
    /// <param name="pages">The page table; null where it is not shown.</param>
    /// <param name="withheld">Gets an entry for what could not be told.</param>
    public static ClassSums Of(List<MemoryPiece> pieces, IPageTable? pages, List<Unavailable> withheld)
    {
        var classes = new SortedDictionary<MemoryClass, MemoryClassUse>();
        var names = new SortedDictionary<string, NamedMemory>(StringComparer.Ordinal);
        var moved = ByteSize.Zero;
        var undivided = 0;
        for (var first = 0; first < pieces.Count;)
        {
            var end = first + 1;
            while (end < pieces.Count && ReferenceEquals(pieces[end].Mapping, pieces[first].Mapping))
            {
                end++;
            }

            var parts = Joined(pieces[first..end]);
            var figures = MappingDivision.Divide(parts, pages, out var difference);
            if (figures is null)
            {
                undivided++;
                parts = [new MemoryPiece(parts[0].Mapping, parts[0].Mapping.Range, MappingKind.Of(parts[0].Mapping))];
                figures = [parts[0].Mapping.Figures];
            }

            moved += difference;
            Add(classes, names, parts, figures);
            first = end;
        }

        if (moved.Bytes > 0)
        {
            withheld.Add(new Unavailable(
                "classes", $"{moved.Bytes} resident bytes of mappings that several classes share came or went while they were read, or are zero pages: that much may be in the wrong class", null));
        }

        if (undivided > 0)
        {
            withheld.Add(new Unavailable("classes", $"{undivided} mappings that several classes share are counted whole: the page table could not be read", null));
        }

        withheld.AddRange(Unknown(classes.Values));
        return new ClassSums([.. classes.Values], [.. names.Values]);
    }

    /// <summary>Neighbours of one class need not be told apart.</summary>
    private static List<MemoryPiece> Joined(List<MemoryPiece> parts)
    {
        var joined = new List<MemoryPiece>(parts.Count);
        foreach (var part in parts)
        {
            if (joined is [.., var last] && last.Class == part.Class && last.IsClaimed == part.IsClaimed)
            {
                joined[^1] = last with { Range = new AddressRange(last.Range.Start, part.Range.End), Inferred = last.Inferred || part.Inferred };
            }
            else
            {
                joined.Add(part);
            }
        }

        return joined;
    }

    private static void Add(
        SortedDictionary<MemoryClass, MemoryClassUse> classes, SortedDictionary<string, NamedMemory> names, List<MemoryPiece> parts, IReadOnlyList<MemoryFigures> figures)
    {
        var counted = new HashSet<MemoryClass>();
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var mappings = counted.Add(part.Class) ? 1 : 0;
            classes[part.Class] = classes.TryGetValue(part.Class, out var use)
                ? use with { Mappings = use.Mappings + mappings, Figures = use.Figures.Plus(figures[i]), Inferred = use.Inferred || part.Inferred }
                : new MemoryClassUse(part.Class, mappings, figures[i], part.Inferred);
            if (part is { Class: MemoryClass.NamedAnonymous, Mapping.AnonName: { } name })
            {
                names[name] = names.TryGetValue(name, out var named)
                    ? named with { Mappings = named.Mappings + mappings, Figures = named.Figures.Plus(figures[i]) }
                    : new NamedMemory(name, mappings, figures[i]);
            }
        }
    }

    private static IEnumerable<Unavailable> Unknown(IEnumerable<MemoryClassUse> classes)
    {
        foreach (var use in classes)
        {
            var missing = new List<string>();
            AddIf(missing, use.Figures.Pss, "pss_bytes");
            AddIf(missing, use.Figures.PrivateDirty, "private_dirty_bytes");
            AddIf(missing, use.Figures.Swap, "swap_bytes");
            AddIf(missing, use.Figures.Huge, "huge_bytes");
            if (missing.Count > 0)
            {
                yield return new Unavailable(
                    $"{use.Class.JsonName()}: {string.Join(", ", missing)}",
                    "the kernel prints none, or only for a mapping that several classes share and whose pages are not all alike",
                    null);
            }
        }
    }

    private static void AddIf(List<string> missing, ByteSize? figure, string name)
    {
        if (figure is null)
        {
            missing.Add(name);
        }
    }
}
