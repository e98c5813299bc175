using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>What the breakdown needs of one entry of smaps.</summary>
internal sealed record SmapsMapping(AddressRange Range, MappingPermissions Perms, string Pathname, MemoryFigures Figures)
{
    /// <summary>The name that the process gave it; null if it gave none.</summary>
    public string? AnonName { get; init; }

    /// <summary>Null where the kernel prints none.</summary>
    public VmFlags? Flags { get; init; }

    public bool IsPrivateAnonymous => Pathname.Length == 0 && !Perms.HasFlag(MappingPermissions.Shared);

    public bool IsWritable => Perms.HasFlag(MappingPermissions.Write);

    public bool IsExecutable => Perms.HasFlag(MappingPermissions.Execute);

    public bool IsInaccessible => (Perms & (MappingPermissions.Read | MappingPermissions.Write | MappingPermissions.Execute)) == 0;

    public bool Has(VmFlags flag) => Flags is { } flags && flags.HasFlag(flag);

    /// <summary>The entries, ascending and without overlap.</summary>
    public static List<SmapsMapping> FromSmaps(Smaps smaps)
    {
        var mappings = new List<SmapsMapping>();
        foreach (var entry in smaps)
        {
            var mapping = entry.Mapping;
            // The kernel reads in several steps; a mapping that grew in between may show up twice. The later text is the newer.
            while (mappings is [.., var last] && last.Range.End > mapping.Start)
            {
                mappings.RemoveAt(mappings.Count - 1);
            }

            mappings.Add(new SmapsMapping(
                new AddressRange(mapping.Start, mapping.End),
                mapping.Perms,
                TextField.Decode(mapping.Pathname),
                new MemoryFigures(mapping.Length, entry.Rss, entry.Pss, entry.PrivateDirty, entry.Swap, entry.AnonHugePages))
            {
                AnonName = mapping.IsAnonNamed ? TextField.Decode(mapping.AnonName) : null,
                Flags = entry.VmFlags,
            });
        }

        return mappings;
    }
}
