namespace LinuxThreads.Procfs;

/// <summary>One mapping of a process, kept: the facts of a <see cref="MemoryMapping"/> with the path as a string.</summary>
/// <remarks>Source: a line of <c>/proc/[pid]/maps</c>: <c>address perms offset dev inode pathname</c>.</remarks>
public sealed record MappingRecord
{
    /// <summary>The lowest address of the mapping.</summary>
    /// <remarks>Source: <c>address</c>, before the dash.</remarks>
    public required ulong Start { get; init; }

    /// <summary>One past the highest address of the mapping; never below <see cref="Start"/>.</summary>
    /// <remarks>Source: <c>address</c>, after the dash.</remarks>
    public required ulong End { get; init; }

    /// <summary>What the mapping may be used for.</summary>
    /// <remarks>Source: <c>perms</c>.</remarks>
    public required MappingPermissions Perms { get; init; }

    /// <summary>Where in the file the mapping begins, in bytes; 0 for memory without a file.</summary>
    /// <remarks>Source: <c>offset</c>.</remarks>
    public required ulong Offset { get; init; }

    /// <summary>The device that holds the file; 0:0 for memory without a file.</summary>
    /// <remarks>Source: <c>dev</c>.</remarks>
    public required DeviceNumber Dev { get; init; }

    /// <summary>The file's inode number on that device; 0 for memory without a file.</summary>
    /// <remarks>Source: <c>inode</c>.</remarks>
    public required ulong Inode { get; init; }

    /// <summary>The file's path or the kernel's name in brackets; empty if the kernel prints none.</summary>
    /// <remarks>
    /// Source: <c>pathname</c>, as printed (a line feed within a path is <c>\012</c>). Bytes that are not UTF-8 become
    /// U+FFFD; <see cref="MemoryMapping.Pathname"/> has them all.
    /// </remarks>
    public required string Pathname { get; init; }

    /// <summary>True if the path ends in <c>(deleted)</c>: the file has no name any more, or its name ends so.</summary>
    public required bool IsDeleted { get; init; }

    /// <summary>The length of the address range, in bytes; never negative.</summary>
    public ByteSize Length => new(checked((long)(End - Start)));

    /// <summary>True if <paramref name="address"/> lies in the mapping.</summary>
    /// <param name="address">An address in the same process.</param>
    public bool Contains(ulong address) => address >= Start && address < End;
}
