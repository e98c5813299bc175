using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>What the search for stacks needs of one mapping; the figures are null where only <c>maps</c> was read.</summary>
internal sealed record StackMapping(AddressRange Range, MappingPermissions Perms)
{
    public DeviceNumber Dev { get; init; }

    public ulong Inode { get; init; }

    /// <summary>The kernel calls it <c>[stack]</c>.</summary>
    public bool IsMainStack { get; init; }

    public ByteSize? Rss { get; init; }

    public ByteSize? Pss { get; init; }

    public ByteSize? Swap { get; init; }

    public ByteSize? AnonHugePages { get; init; }

    public VmFlags? Flags { get; init; }

    /// <summary>The kernel's own answer whether the mapping may have huge pages; null where it gives none.</summary>
    public bool? THPeligible { get; init; }

    public bool IsWritable => Perms.HasFlag(MappingPermissions.Write);

    public bool IsInaccessible => (Perms & (MappingPermissions.Read | MappingPermissions.Write | MappingPermissions.Execute)) == 0;

    /// <summary>Both map the same file, or both none.</summary>
    public bool HasSameBacking(StackMapping other) => Dev == other.Dev && Inode == other.Inode;

    public bool Has(VmFlags flag) => Flags is { } flags && flags.HasFlag(flag);
}
