namespace LinuxThreads.Procfs;

/// <summary>Counts a process's mappings as the kernel does for <c>vm.max_map_count</c>, piece by piece: nothing grows with their number.</summary>
/// <remarks>
/// Source: the lines of <c>/proc/[pid]/maps</c>. Excludes: <c>[vsyscall]</c>, which the kernel appends to every list on x86-64. That
/// gate area belongs to no process (get_gate_vma, arch/x86/entry/vsyscall/vsyscall_64.c) and is not in <c>map_count</c>.
/// </remarks>
internal sealed class MappingCount
{
    // The kernel's largest answer to one read of a text file of /proc is a page or little more.
    private const int PieceBytes = 16 * 1024;

    private readonly byte[] _piece = new byte[PieceBytes];
    private readonly byte[] _end = new byte[Gate.Length];

    /// <summary>A counter whose memory is touched once, here.</summary>
    public MappingCount() => Array.Fill(_piece, (byte)'\n');

    // The name alone could end a file's path; after this device and inode no path follows.
    private static ReadOnlySpan<byte> Gate => " 00:00 0                  [vsyscall]\n"u8;

    /// <summary>The number of mappings.</summary>
    /// <exception cref="SyscallException">The process is gone (<c>ENOENT</c>), or its mappings may not be read.</exception>
    public int Read(ProcRoot root, Pid pid)
    {
        var path = $"proc/{pid}/maps";
        using var file = root.TryOpen(path) ?? throw new SyscallException("open", Errno.ENOENT, root.Resolve(path));
        var lines = 0;
        _end.AsSpan().Clear();
        for (long offset = 0; root.ReadAt(file, _piece, offset, path) is > 0 and var count; offset += count)
        {
            var bytes = _piece.AsSpan(0, count);
            lines += bytes.Count((byte)'\n');
            KeepEnd(bytes);
        }

        return _end.AsSpan().SequenceEqual(Gate) ? lines - 1 : lines;
    }

    // A piece may end anywhere, in the gate's line, too.
    private void KeepEnd(ReadOnlySpan<byte> bytes)
    {
        var end = bytes[^Math.Min(bytes.Length, _end.Length)..];
        _end.AsSpan(end.Length).CopyTo(_end);
        end.CopyTo(_end.AsSpan(_end.Length - end.Length));
    }
}
