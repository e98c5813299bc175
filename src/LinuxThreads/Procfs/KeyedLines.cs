namespace LinuxThreads.Procfs;

/// <summary>The lines <c>Key:   value</c> of a kernel file, taken out by key; what nobody takes is unrecognized.</summary>
internal readonly ref struct KeyedLines
{
    private readonly TextScanner _scanner;
    private readonly ReadOnlySpan<byte> _text;
    private readonly List<(int Number, int Start, int End)> _lines = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _repeated = new(StringComparer.Ordinal);
    private readonly HashSet<int> _taken = [];

    /// <summary>Reads all lines that <paramref name="scanner"/> has left.</summary>
    /// <exception cref="ProcfsFormatException">A line has no key, or the text was cut short.</exception>
    public KeyedLines(ref TextScanner scanner)
    {
        _text = scanner.Rest;
        var first = scanner.Position;
        while (!scanner.AtEnd)
        {
            var start = scanner.Position - first;
            var line = scanner.ReadLine();
            if (!UnrecognizedLine.TryParse(line, out var keyed))
            {
                throw scanner.Error(null, line, "a key with a colon after it");
            }

            var key = TextField.Decode(keyed.Key);
            if (!_places.TryAdd(key, _lines.Count))
            {
                _repeated.TryAdd(key, _lines.Count);
            }

            _lines.Add((scanner.Line, start, start + line.Length));
        }

        _scanner = scanner;
    }

    /// <summary>The size of a key that the file must have.</summary>
    public ByteSize Size(string key) => SizeOrNull(key) ?? throw _scanner.MissingInFile(key);

    /// <summary>The size of a key; null where the kernel did not print it.</summary>
    public ByteSize? SizeOrNull(string key) => TryTake(key, out var field) ? field.Kibibytes() : null;

    /// <summary>The plain number of a key; null where the kernel did not print it.</summary>
    public long? CountOrNull(string key) => TryTake(key, out var field) ? field.Count() : null;

    /// <summary>The lines that nobody has taken, in the kernel's order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Unrecognized()
    {
        var unrecognized = new UnrecognizedLines();
        for (var place = 0; place < _lines.Count; place++)
        {
            if (!_taken.Contains(place))
            {
                unrecognized.Add(FieldAt(place));
            }
        }

        return unrecognized.ToList();
    }

    private bool TryTake(string key, out TextField field)
    {
        field = default;
        if (!_places.TryGetValue(key, out var place))
        {
            return false;
        }

        if (_repeated.TryGetValue(key, out var again))
        {
            throw FieldAt(again).Repeated();
        }

        _taken.Add(place);
        field = FieldAt(place);
        return true;
    }

    private TextField FieldAt(int place)
    {
        var (number, start, end) = _lines[place];
        _ = UnrecognizedLine.TryParse(_text[start..end], out var keyed);
        return new TextField(keyed.Value, _scanner.Path, number, keyed.Key);
    }
}
