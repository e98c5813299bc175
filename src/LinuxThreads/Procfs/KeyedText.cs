using System.Buffers.Text;
using System.Text;

namespace LinuxThreads.Procfs;

/// <summary>The lines of a kernel file, numbered from 1; a last line without its newline is a file cut short.</summary>
internal ref struct TextLines(ReadOnlySpan<byte> text, string path, int linesBefore = 0)
{
    private ReadOnlySpan<byte> _rest = text;

    public ReadOnlySpan<byte> Current { get; private set; }

    public int Number { get; private set; } = linesBefore;

    public readonly string Path => path;

    /// <summary>True if nothing follows the current line.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        Number++;
        var end = _rest.IndexOf((byte)'\n');
        if (end < 0)
        {
            throw new ProcfsFormatException(path, Number, null, TextField.Decode(_rest), "a line ended by a newline (the file is cut short)");
        }

        Current = _rest[..end];
        _rest = _rest[(end + 1)..];
        return true;
    }

    /// <summary>The current line as a whole.</summary>
    public readonly TextField Line() => new(Current, path, Number, default);

    /// <summary>The current line cut at its first <paramref name="separator"/>: key before, value after, both without blanks around them.</summary>
    /// <remarks>A line without the separator has an empty key and is its own value.</remarks>
    public readonly TextField Keyed(byte separator)
    {
        var at = Current.IndexOf(separator);
        return at < 0
            ? new TextField(Current, path, Number, default)
            : new TextField(TextField.Trim(Current[(at + 1)..]), path, Number, TextField.Trim(Current[..at]));
    }
}

/// <summary>One value of a kernel file with the place it stands at; it turns into a number or says where it is not one.</summary>
internal readonly ref struct TextField(ReadOnlySpan<byte> bytes, string path, int line, ReadOnlySpan<byte> key)
{
    /// <summary>The longest key that is compared with the known ones.</summary>
    public const int LongestKey = 64;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public ReadOnlySpan<byte> Key { get; } = key;

    public string Path => path;

    public int LineNumber => line;

    /// <summary>The key as characters in <paramref name="scratch"/>, so that it can be switched on without allocating.</summary>
    /// <remarks>Bytes above 127 become the characters of the same number, which no known key holds.</remarks>
    public ReadOnlySpan<char> KeyIn(Span<char> scratch)
    {
        if (Key.Length > scratch.Length)
        {
            return default;
        }

        for (var i = 0; i < Key.Length; i++)
        {
            scratch[i] = (char)Key[i];
        }

        return scratch[..Key.Length];
    }

    /// <summary>A part of this value under a key of its own.</summary>
    public TextField Part(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key) => new(bytes, path, line, key);

    /// <summary>A part of this value under the same key.</summary>
    public TextField Part(ReadOnlySpan<byte> bytes) => new(bytes, path, line, Key);

    public ProcfsFormatException Error(string expectation) =>
        new(path, line, Key.IsEmpty ? null : Decode(Key), Decode(Bytes), expectation);

    public string Text() => Decode(Bytes);

    public long Int64() => Utf8Parser.TryParse(Bytes, out long value, out var used) && used == Bytes.Length
        ? value
        : throw Error("a whole number");

    public int Int32() => Utf8Parser.TryParse(Bytes, out int value, out var used) && used == Bytes.Length
        ? value
        : throw Error("a whole number of 32 bits");

    public uint UInt32() => Utf8Parser.TryParse(Bytes, out uint value, out var used) && used == Bytes.Length
        ? value
        : throw Error("a whole number of 32 bits, 0 or more");

    public ulong UInt64() => Utf8Parser.TryParse(Bytes, out ulong value, out var used) && used == Bytes.Length
        ? value
        : throw Error("a whole number, 0 or more");

    /// <summary>A count that is never negative and fits 63 bits.</summary>
    public long Count() => Utf8Parser.TryParse(Bytes, out long value, out var used) && used == Bytes.Length && value >= 0
        ? value
        : throw Error("a whole number, 0 or more");

    /// <summary>A hexadecimal number without prefix.</summary>
    public ulong Hex64() => Utf8Parser.TryParse(Bytes, out ulong value, out var used, 'x') && used == Bytes.Length
        ? value
        : throw Error("a hexadecimal number");

    /// <summary>A hexadecimal number with the prefix <c>0x</c>.</summary>
    public ulong PrefixedHex64() => Bytes.StartsWith("0x"u8)
        && Utf8Parser.TryParse(Bytes[2..], out ulong value, out var used, 'x') && used == Bytes.Length - 2
        ? value
        : throw Error("a hexadecimal number after 0x");

    /// <summary>0 or 1.</summary>
    public bool Flag() => Bytes.SequenceEqual("1"u8) || (Bytes.SequenceEqual("0"u8) ? false : throw Error("0 or 1"));

    /// <summary>A number of units of 1,024 bytes, written with the suffix <c>kB</c>.</summary>
    public ByteSize Kibibytes()
    {
        const long Largest = long.MaxValue / 1024;
        return Bytes.EndsWith(" kB"u8)
            && Utf8Parser.TryParse(Trim(Bytes[..^3]), out long value, out var used) && used == Trim(Bytes[..^3]).Length
            && value is >= 0 and <= Largest
            ? ByteSize.FromKibibytes(value)
            : throw Error("a size in kB");
    }

    /// <summary>A number of microseconds, 0 or more.</summary>
    public Nanoseconds Microseconds()
    {
        var value = Count();
        return value <= long.MaxValue / 1000 ? new Nanoseconds(value * 1000) : throw Error("microseconds that fit 64 bits of nanoseconds");
    }

    public ByteSize Size() => new(Count());

    public ClockTicks Ticks() => new(Int64());

    /// <summary>Milliseconds with exactly six decimals, taken digit by digit: no binary fraction comes between.</summary>
    /// <remarks>
    /// The kernel prints the two halves apart (<c>SPLIT_NS</c>, kernel/sched/debug.c) and puts the sign on the first
    /// one only: from −999,999 ns to −1 ns it prints <c>0.</c> without a sign, and the value read is positive.
    /// </remarks>
    public Nanoseconds SplitMilliseconds()
    {
        const long PerMillisecond = 1_000_000;
        const long Largest = (long.MaxValue / PerMillisecond) - 1;
        var point = Bytes.Length - 7;
        if (point >= 1 && Bytes[point] == '.'
            && Utf8Parser.TryParse(Bytes[..point], out long whole, out var used) && used == point
            && whole is >= -Largest and <= Largest
            && Bytes[point + 1] is >= (byte)'0' and <= (byte)'9'
            && Utf8Parser.TryParse(Bytes[(point + 1)..], out int fraction, out used) && used == 6)
        {
            return new Nanoseconds((whole * PerMillisecond) + (whole < 0 ? -fraction : fraction));
        }

        throw Error("milliseconds with six decimals");
    }

    /// <summary>The next word of <paramref name="rest"/>, which is then cut behind it; an empty field if there is none.</summary>
    public TextField NextWord(scoped ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> key)
    {
        rest = rest.TrimStart(Blanks);
        var end = rest.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? rest : rest[..end];
        rest = rest[word.Length..];
        return new TextField(word, path, line, key);
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes) => bytes.Trim(Blanks);

    /// <summary>Bytes as text; what is not UTF-8 becomes U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>The text of a file that holds one value, without the newline at its end.</summary>
    public static TextField Single(ReadOnlySpan<byte> text, string path)
    {
        var value = text is [.. var before, (byte)'\n'] ? before : text;
        var field = new TextField(Trim(value), path, 1, default);
        return value.Contains((byte)'\n') ? throw field.Error("a single line") : field;
    }

    private static ReadOnlySpan<byte> Blanks => " \t"u8;
}

/// <summary>Collects what a parser does not know: kept in the file's order, never an error.</summary>
internal struct UnrecognizedLines
{
    private List<KeyValuePair<string, string>>? _lines;

    public void Add(TextField field)
    {
        if (field.Key.IsEmpty && field.Bytes.IsEmpty)
        {
            return;
        }

        (_lines ??= []).Add(new(TextField.Decode(field.Key), field.Text()));
    }

    public readonly IReadOnlyList<KeyValuePair<string, string>> ToList() =>
        _lines ?? (IReadOnlyList<KeyValuePair<string, string>>)[];
}
