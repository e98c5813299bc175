namespace LinuxThreads.Procfs;

/// <summary>The lines of an entry of smaps whose key is not known here, in the kernel's order; nothing is copied.</summary>
public readonly ref struct UnrecognizedSmapsLines
{
    private readonly ReadOnlySpan<byte> _entry;

    internal UnrecognizedSmapsLines(ReadOnlySpan<byte> entry) => _entry = entry;

    /// <summary>Begins at the first such line.</summary>
    public Enumerator GetEnumerator() => new(_entry);

    /// <summary>Goes through the lines; allocates nothing.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;
        private UnrecognizedLine _current;

        internal Enumerator(ReadOnlySpan<byte> entry)
        {
            _rest = entry;
            _ = TakeLine();
        }

        /// <summary>The line that the last step reached.</summary>
        public readonly UnrecognizedLine Current => _current;

        /// <summary>Steps to the next such line; false after the last.</summary>
        public bool MoveNext()
        {
            var expected = 0;
            while (!_rest.IsEmpty)
            {
                var line = TakeLine();
                if (SmapsKeys.Find(line, ref expected, out _) < 0)
                {
                    return UnrecognizedLine.TryParse(line, out _current);
                }
            }

            return false;
        }

        private ReadOnlySpan<byte> TakeLine()
        {
            var end = _rest.IndexOf((byte)'\n');
            var line = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            return line;
        }
    }
}
