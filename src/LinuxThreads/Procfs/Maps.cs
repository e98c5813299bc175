namespace LinuxThreads.Procfs;

/// <summary>The mappings of a process, one after the other out of the text of <c>/proc/[pid]/maps</c>; nothing is copied.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/maps</c>, ascending by address. The text is empty for a kernel thread and for a process that has
/// ended and not been waited for. The kernel takes the mappings in several reads, so that a process that maps memory
/// meanwhile may show a mapping twice or not at all. A line that can't be read is reported when the loop reaches it.
/// </remarks>
public readonly ref struct Maps
{
    private const string AnyPath = "/proc/[pid]/maps";

    private readonly ReadOnlySpan<byte> _text;
    private readonly string _path;

    private Maps(ReadOnlySpan<byte> text, string path)
    {
        _text = text;
        _path = path;
    }

    /// <summary>The mappings in a file's text, without copying; valid as long as the text.</summary>
    /// <param name="text">The bytes of the file.</param>
    /// <param name="path">The file's name for error messages.</param>
    public static Maps Enumerate(ReadOnlySpan<byte> text, string path = AnyPath) => new(text, path);

    /// <summary>The mappings in a file's text as a list that may be kept.</summary>
    /// <param name="text">The bytes of the file.</param>
    /// <param name="path">The file's name for error messages.</param>
    /// <exception cref="ProcfsFormatException">A line is not a mapping, or the text was cut short.</exception>
    public static IReadOnlyList<MappingRecord> Parse(ReadOnlySpan<byte> text, string path = AnyPath)
    {
        var records = new List<MappingRecord>();
        foreach (var mapping in Enumerate(text, path))
        {
            records.Add(mapping.ToRecord());
        }

        return records;
    }

    /// <summary>Reads a process's mappings into <paramref name="buffer"/>; valid until the next read into it.</summary>
    /// <exception cref="SyscallException">The file could not be opened or read.</exception>
    public static Maps Read(ProcRoot root, Pid pid, ProcBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(buffer);
        var path = PathOf(pid);
        root.Read(path, buffer);
        return new Maps(buffer.Bytes, root.Resolve(path));
    }

    /// <summary>Reads a process's mappings into <paramref name="buffer"/>, or answers false if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be opened or read.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, ProcBuffer buffer, out Maps maps)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(buffer);
        var path = PathOf(pid);
        var read = root.TryRead(path, buffer);
        maps = new Maps(read ? buffer.Bytes : default, root.Resolve(path));
        return read;
    }

    /// <summary>Begins at the first mapping.</summary>
    public Enumerator GetEnumerator() => new(_text, _path);

    private static string PathOf(Pid pid) => $"proc/{pid}/maps";

    /// <summary>Goes through the mappings; allocates nothing.</summary>
    public ref struct Enumerator
    {
        private TextScanner _scanner;

        internal Enumerator(ReadOnlySpan<byte> text, string path)
        {
            _scanner = new TextScanner(text, path);
            Current = default;
        }

        /// <summary>The mapping that the last step reached.</summary>
        public MemoryMapping Current { get; private set; }

        /// <summary>Steps to the next mapping; false after the last.</summary>
        /// <exception cref="ProcfsFormatException">The next line is not a mapping, or the text was cut short.</exception>
        public bool MoveNext()
        {
            if (_scanner.AtEnd)
            {
                return false;
            }

            var line = _scanner.ReadLine();
            Current = MemoryMapping.Parse(_scanner, line);
            return true;
        }
    }
}
