namespace LinuxThreads.Procfs;

/// <summary>The mappings of a process with their memory figures, one after the other out of the text of smaps; nothing is copied.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/smaps</c>, ascending by address. Since: Linux 2.6.14, with <c>CONFIG_PROC_PAGE_MONITOR</c>.
/// The text is empty for a kernel thread and for a process that has ended and not been waited for. The kernel takes the
/// entries in several reads, so that figures of a busy process are from different moments.
/// <para>
/// What can't be read is reported when the loop reaches it. Text cut short is recognised within a line, and at the end
/// of a line where a key that every entry has is missing: Size, Rss, Pss and the shared and private sizes, and VmFlags,
/// which ends an entry, if the first entry has it.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var buffer = new ProcBuffer();
/// foreach (var entry in Smaps.Read(ProcRoot.System, Pid.Current, buffer))
/// {
///     resident += entry.Rss;
/// }
/// </code>
/// </example>
public readonly ref struct Smaps
{
    private const string AnyPath = "/proc/[pid]/smaps";
    private const string FileName = "smaps";
    private const string Requirement = "Linux 2.6.14 or later, built with CONFIG_PROC_PAGE_MONITOR";

    private readonly ReadOnlySpan<byte> _text;
    private readonly string _path;

    private Smaps(ReadOnlySpan<byte> text, string path)
    {
        _text = text;
        _path = path;
    }

    /// <summary>The entries in a file's text, without copying; valid as long as the text.</summary>
    /// <param name="text">The bytes of the file.</param>
    /// <param name="path">The file's name for error messages.</param>
    public static Smaps Enumerate(ReadOnlySpan<byte> text, string path = AnyPath) => new(text, path);

    /// <summary>Reads a process's entries into <paramref name="buffer"/>; valid until the next read into it.</summary>
    /// <exception cref="SyscallException">The process is gone, or the file could not be opened or read.</exception>
    /// <exception cref="KernelFeatureMissingException">The kernel has no such file.</exception>
    public static Smaps Read(ProcRoot root, Pid pid, ProcBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(buffer);
        PageMonitorFile.Read(root, pid, FileName, Requirement, buffer);
        return new Smaps(buffer.Bytes, root.Resolve($"proc/{pid}/{FileName}"));
    }

    /// <summary>Reads a process's entries into <paramref name="buffer"/>, or answers false if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be opened or read.</exception>
    /// <exception cref="KernelFeatureMissingException">The kernel has no such file.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, ProcBuffer buffer, out Smaps smaps)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(buffer);
        var read = PageMonitorFile.TryRead(root, pid, FileName, Requirement, buffer);
        smaps = new Smaps(read ? buffer.Bytes : default, root.Resolve($"proc/{pid}/{FileName}"));
        return read;
    }

    /// <summary>Begins at the first entry.</summary>
    public Enumerator GetEnumerator() => new(_text, _path);

    /// <summary>Goes through the entries; allocates nothing.</summary>
    public ref struct Enumerator
    {
        private TextScanner _scanner;
        private MemoryMapping _mapping;
        private SmapsFields _fields;
        private ReadOnlySpan<byte> _entry;
        private bool _printsVmFlags;

        internal Enumerator(ReadOnlySpan<byte> text, string path) => _scanner = new TextScanner(text, path);

        /// <summary>The entry that the last step reached.</summary>
        public readonly SmapsEntry Current => new(_mapping, _fields, _entry);

        /// <summary>Steps to the next entry; false after the last.</summary>
        /// <exception cref="ProcfsFormatException">The next entry is malformed or was cut short.</exception>
        public bool MoveNext()
        {
            if (_scanner.AtEnd)
            {
                return false;
            }

            var start = _scanner.Position;
            var isFirst = start == 0;
            var line = _scanner.ReadLine();
            _mapping = MemoryMapping.Parse(_scanner, line);
            _fields.Clear();
            _fields.AcceptColumns(ref _scanner);
            while (!_scanner.AtEnd && BeginsWithKey(_scanner.Rest))
            {
                line = _scanner.ReadLine();
                _fields.Accept(_scanner, line);
                _fields.AcceptColumns(ref _scanner);
            }

            _printsVmFlags |= isFirst && _fields.Has(SmapsKey.VmFlags);
            _fields.RequireWhole(_scanner, _printsVmFlags);
            _entry = _scanner.Between(start, _scanner.Position);
            return true;
        }

        /// <summary>True if the next line is keyed: its first colon comes before its first space. A mapping's address is followed by a space.</summary>
        private static bool BeginsWithKey(ReadOnlySpan<byte> rest)
        {
            // Addresses are printed in lower-case digits, so that a capital settles it for every key known so far.
            if (char.IsAsciiLetterUpper((char)rest[0]))
            {
                return true;
            }

            var end = rest.IndexOfAny((byte)':', (byte)' ', (byte)'\n');
            return end >= 0 && rest[end] == ':';
        }
    }
}
