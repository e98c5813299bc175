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
        Span<char> scratch = stackalloc char[TextField.LongestKey];
        while (!scanner.AtEnd)
        {
            var field = readLine(ref scanner);
            if (!_places.TryGetValue(field.KeyIn(scratch), out var place))
            {
                unrecognized.Add(field);
            }
            else if (seen.TryAdd(place))
            {
                _known[place].Take(record, field);
            }
            else
            {
                throw field.Repeated();
            }
        }

        for (var place = 0; place < _known.Length; place++)
        {
            if (_known[place].IsRequired && !seen.Contains(place))
            {
                throw scanner.MissingInFile(_known[place].Key);
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
