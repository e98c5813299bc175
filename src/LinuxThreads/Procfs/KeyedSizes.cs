using System.Collections.ObjectModel;

namespace LinuxThreads.Procfs;

/// <summary>The lines <c>Key:   number kB</c> of a kernel file, taken out by key; what nobody takes is unrecognized.</summary>
internal sealed class KeyedSizes
{
    private readonly string _path;
    private readonly OrderedDictionary<string, (int Line, byte[] Value)> _lines = [];
    private readonly HashSet<string> _taken = [];

    /// <summary>Reads all lines that <paramref name="scanner"/> has left.</summary>
    /// <exception cref="ProcfsFormatException">A line has no key, a key stands twice, or the text was cut short.</exception>
    public KeyedSizes(ref TextScanner scanner)
    {
        _path = scanner.Path;
        while (!scanner.AtEnd)
        {
            var line = scanner.ReadLine();
            if (!UnrecognizedLine.TryParse(line, out var keyed))
            {
                throw scanner.Error(null, line, "a key with a colon after it");
            }

            var key = TextScanner.TextOf(keyed.Key);
            if (!_lines.TryAdd(key, (scanner.Line, keyed.Value.ToArray())))
            {
                throw scanner.Error(key, line, "a key that stands once in the file");
            }
        }
    }

    /// <summary>The size of a key that the file must have.</summary>
    public ByteSize Size(string key) => SizeOrNull(key)
        ?? throw new ProcfsFormatException(_path, 0, key, "(missing)", "a line that is always there (the text was cut short)");

    /// <summary>The size of a key; null where the kernel did not print it.</summary>
    public ByteSize? SizeOrNull(string key)
    {
        if (!TryTake(key, out var line))
        {
            return null;
        }

        return KernelNumber.TryParseKibibytes(line.Value, out var bytes)
            ? new ByteSize(bytes)
            : throw new ProcfsFormatException(_path, line.Line, key, TextScanner.TextOf(line.Value), KernelNumber.KibibytesExpected);
    }

    /// <summary>The plain number of a key; null where the kernel did not print it.</summary>
    public long? CountOrNull(string key)
    {
        if (!TryTake(key, out var line))
        {
            return null;
        }

        return KernelNumber.TryParseCount(line.Value, out var count)
            ? count
            : throw new ProcfsFormatException(_path, line.Line, key, TextScanner.TextOf(line.Value), "a whole number without a unit");
    }

    /// <summary>The lines that nobody has taken, key to value, in the kernel's order.</summary>
    public IReadOnlyDictionary<string, string> Unrecognized()
    {
        if (_taken.Count == _lines.Count)
        {
            return ReadOnlyDictionary<string, string>.Empty;
        }

        var rest = new OrderedDictionary<string, string>();
        foreach (var (key, line) in _lines)
        {
            if (!_taken.Contains(key))
            {
                rest.Add(key, TextScanner.TextOf(line.Value));
            }
        }

        return new ReadOnlyDictionary<string, string>(rest);
    }

    private bool TryTake(string key, out (int Line, byte[] Value) line)
    {
        if (!_lines.TryGetValue(key, out line))
        {
            return false;
        }

        _taken.Add(key);
        return true;
    }
}
