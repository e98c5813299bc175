using System.Collections.Immutable;

namespace LinuxThreads.Procfs;

/// <summary>A kernel file of keys and values: each known line stands in it once, in any order, and unknown ones are kept.</summary>
internal sealed class KeyedFile<TRecord>
{
    private readonly ImmutableArray<KnownLine<TRecord>> _known;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _places;

    public KeyedFile(ImmutableArray<KnownLine<TRecord>> known)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(known.Length, KeySet.Most, nameof(known));
        var places = new Dictionary<string, int>(known.Length, StringComparer.Ordinal);
        foreach (var line in known)
        {
            places.Add(line.Key, places.Count);
        }

        _known = known;
        _places = places.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Cuts the scanner's next line into key and value.</summary>
    public delegate TextField LineReader(ref TextScanner scanner);

    /// <summary>Puts all lines that <paramref name="scanner"/> has left into <paramref name="record"/>.</summary>
    /// <returns>The lines that are not known, in the file's order.</returns>
    /// <exception cref="ProcfsFormatException">
    /// A known line stands there twice or has a bad value, one that every kernel prints is missing, or the text was cut short.
    /// </exception>
    public IReadOnlyList<KeyValuePair<string, string>> Read(ref TextScanner scanner, LineReader readLine, TRecord record)
    {
        var unrecognized = new UnrecognizedLines();
        var seen = new KeySet();
        var (expected, place) = (0, 0);
        Span<char> scratch = stackalloc char[TextField.LongestKey];
        while (!scanner.AtEnd)
        {
            var field = readLine(ref scanner);
            // Kernels print the known lines in one order, so the next one is mostly the one after the last.
            if (!(expected < _known.Length && field.Key.SequenceEqual(_known[place = expected].Utf8Key))
                && !_places.TryGetValue(field.KeyIn(scratch), out place))
            {
                unrecognized.Add(field);
                continue;
            }

            expected = place + 1;
            if (!seen.TryAdd(place))
            {
                throw field.Repeated();
            }

            _known[place].Take(record, field);
        }

        for (var i = 0; i < _known.Length; i++)
        {
            if (_known[i].IsRequired && !seen.Contains(i))
            {
                throw scanner.MissingInFile(_known[i].Key);
            }
        }

        return unrecognized.ToList();
    }

    private struct KeySet
    {
        public const int Most = 128;

        private UInt128 _bits;

        public readonly bool Contains(int place) => (_bits & (UInt128.One << place)) != UInt128.Zero;

        public bool TryAdd(int place)
        {
            var isNew = !Contains(place);
            _bits |= UInt128.One << place;
            return isNew;
        }
    }
}
