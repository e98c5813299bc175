namespace LinuxThreads.Procfs;

/// <summary>One mapping of a process as one line of maps or smaps describes it; a view into the text, without a copy.</summary>
/// <remarks>
/// Source: a line of <c>/proc/[pid]/maps</c>, or the first line of an entry of <c>/proc/[pid]/smaps</c>:
/// <c>address perms offset dev inode pathname</c>. Valid as long as the bytes that were parsed; keep a
/// <see cref="MappingRecord"/> instead (<see cref="ToRecord"/>).
/// </remarks>
public readonly ref struct MemoryMapping
{
    private static ReadOnlySpan<byte> DeletedSuffix => " (deleted)"u8;

    private static ReadOnlySpan<byte> AnonPrefix => "[anon:"u8;

    private static ReadOnlySpan<byte> AnonShmemPrefix => "[anon_shmem:"u8;

    /// <summary>The lowest address of the mapping.</summary>
    /// <remarks>Source: <c>address</c>, before the dash.</remarks>
    public ulong Start { get; private init; }

    /// <summary>One past the highest address of the mapping; never below <see cref="Start"/>.</summary>
    /// <remarks>Source: <c>address</c>, after the dash.</remarks>
    public ulong End { get; private init; }

    /// <summary>What the mapping may be used for.</summary>
    /// <remarks>Source: <c>perms</c>.</remarks>
    public MappingPermissions Perms { get; private init; }

    /// <summary>Where in the file the mapping begins, in bytes; 0 for memory without a file.</summary>
    /// <remarks>Source: <c>offset</c>.</remarks>
    public ulong Offset { get; private init; }

    /// <summary>The device that holds the file; 0:0 for memory without a file.</summary>
    /// <remarks>Source: <c>dev</c>.</remarks>
    public DeviceNumber Dev { get; private init; }

    /// <summary>The file's inode number on that device; 0 for memory without a file.</summary>
    /// <remarks>Source: <c>inode</c>.</remarks>
    public ulong Inode { get; private init; }

    /// <summary>The file's path or the kernel's name in brackets, as bytes; empty if the kernel prints none.</summary>
    /// <remarks>
    /// Source: <c>pathname</c>. The kernel prints a line feed within a path as <c>\012</c> but leaves a backslash as it
    /// is, so that the two can't be told apart; the bytes are therefore left as printed.
    /// </remarks>
    public ReadOnlySpan<byte> Pathname { get; private init; }

    /// <summary>The length of the address range, in bytes; never negative.</summary>
    public ByteSize Length => new((long)(End - Start));

    /// <summary>True if the path ends in <c>(deleted)</c>: the file has no name any more, or its name ends so.</summary>
    /// <remarks>The kernel's text does not tell the two apart.</remarks>
    public bool IsDeleted => Pathname.EndsWith(DeletedSuffix) && !IsBracketed;

    /// <summary>True if this is the stack of the process's first thread.</summary>
    /// <remarks>Other threads' stacks have no name of their own since Linux 4.5.</remarks>
    public bool IsStack => Pathname.SequenceEqual("[stack]"u8);

    /// <summary>True if this is the heap that <c>brk</c> grows; further heaps are unnamed mappings.</summary>
    public bool IsHeap => Pathname.SequenceEqual("[heap]"u8);

    /// <summary>True if the process has named this memory itself with <c>PR_SET_VMA_ANON_NAME</c>.</summary>
    /// <remarks>Since: Linux 5.17, with <c>CONFIG_ANON_VMA_NAME</c>.</remarks>
    public bool IsAnonNamed => Pathname.EndsWith("]"u8) && (Pathname.StartsWith(AnonPrefix) || Pathname.StartsWith(AnonShmemPrefix));

    /// <summary>The name that the process gave this memory, as bytes; empty unless <see cref="IsAnonNamed"/>.</summary>
    /// <remarks>Source: <c>pathname</c>, the text within <c>[anon:…]</c> or <c>[anon_shmem:…]</c>.</remarks>
    public ReadOnlySpan<byte> AnonName => IsAnonNamed ? Pathname[(Pathname.IndexOf((byte)':') + 1)..^1] : default;

    private bool IsBracketed => Pathname.StartsWith("["u8);

    /// <summary>True if <paramref name="address"/> lies in the mapping.</summary>
    /// <param name="address">An address in the same process.</param>
    public bool Contains(ulong address) => address >= Start && address < End;

    /// <summary>The same facts as a record that may be kept; the path becomes a string.</summary>
    public MappingRecord ToRecord() => new()
    {
        Start = Start,
        End = End,
        Perms = Perms,
        Offset = Offset,
        Dev = Dev,
        Inode = Inode,
        Pathname = TextField.Decode(Pathname),
        IsDeleted = IsDeleted,
    };

    /// <summary>Parses the line that <paramref name="scanner"/> read last.</summary>
    internal static MemoryMapping Parse(scoped in TextScanner scanner, ReadOnlySpan<byte> line)
    {
        var mapping = ParseAnyLength(scanner, line);
        return mapping.End - mapping.Start <= long.MaxValue
            ? mapping
            : throw scanner.Error("address", line, "a range of less than 8 EiB");
    }

    /// <summary>As <see cref="Parse"/>, without a bound on the range: older kernels let that of smaps_rollup end at the vsyscall page.</summary>
    internal static MemoryMapping ParseAnyLength(scoped in TextScanner scanner, ReadOnlySpan<byte> line)
    {
        var position = 0;
        if (!KernelNumber.TryReadHex(line, ref position, '-', out var start)
            || !KernelNumber.TryReadHex(line, ref position, ' ', out var end)
            || end < start)
        {
            throw scanner.Error("address", line, "two ascending hexadecimal addresses with a dash between them");
        }

        if (!TryReadPermissions(line, ref position, out var permissions))
        {
            throw scanner.Error("perms", line, "four letters out of rwxsp- and a space");
        }

        if (!KernelNumber.TryReadHex(line, ref position, ' ', out var offset))
        {
            throw scanner.Error("offset", line, "a hexadecimal number");
        }

        if (!KernelNumber.TryReadHex(line, ref position, ':', out var major) || major > uint.MaxValue
            || !KernelNumber.TryReadHex(line, ref position, ' ', out var minor) || minor > uint.MaxValue)
        {
            throw scanner.Error("dev", line, "two hexadecimal numbers with a colon between them");
        }

        var rest = line[position..];
        var digits = rest.IndexOf((byte)' ');
        if (digits < 0)
        {
            digits = rest.Length;
        }

        if (!KernelNumber.TryParseDecimal(rest[..digits], out var inode))
        {
            throw scanner.Error("inode", line, "a whole number");
        }

        return new MemoryMapping
        {
            Start = start,
            End = end,
            Perms = permissions,
            Offset = offset,
            Dev = new DeviceNumber((uint)major, (uint)minor),
            Inode = inode,
            // Padding only stands before the path; a path may itself end in spaces.
            Pathname = rest[digits..].TrimStart((byte)' '),
        };
    }

    private static bool TryReadPermissions(ReadOnlySpan<byte> line, ref int position, out MappingPermissions permissions)
    {
        permissions = MappingPermissions.None;
        var letters = line[position..];
        if (letters.Length < 5 || letters[4] != ' ')
        {
            return false;
        }

        position += 5;
        return TryRight(letters[0], 'r', '-', MappingPermissions.Read, ref permissions)
            && TryRight(letters[1], 'w', '-', MappingPermissions.Write, ref permissions)
            && TryRight(letters[2], 'x', '-', MappingPermissions.Execute, ref permissions)
            && TryRight(letters[3], 's', 'p', MappingPermissions.Shared, ref permissions);
    }

    private static bool TryRight(byte letter, char present, char absent, MappingPermissions right, ref MappingPermissions permissions)
    {
        if (letter == present)
        {
            permissions |= right;
            return true;
        }

        return letter == absent;
    }
}
