using System.Text;

namespace LinuxThreads.Procfs;

/// <summary>One value of a kernel file with the place it stands at; it turns into a number or says where it is not one.</summary>
internal readonly ref struct TextField(ReadOnlySpan<byte> bytes, string path, int line, ReadOnlySpan<byte> key, ReadOnlySpan<byte> whole = default)
{
    /// <summary>The longest key that is compared with the known ones.</summary>
    public const int LongestKey = 64;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public ReadOnlySpan<byte> Key { get; } = key;

    /// <summary>The whole line the value stands on, as it is printed.</summary>
    public ReadOnlySpan<byte> Line { get; } = whole;

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
    public TextField Part(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> key) => new(bytes, path, line, key, Line);

    /// <summary>A part of this value under the same key.</summary>
    public TextField Part(ReadOnlySpan<byte> bytes) => new(bytes, path, line, Key, Line);

    public ProcfsFormatException Error(string expectation) =>
        new(path, line, Key.IsEmpty ? null : Decode(Key), Decode(Bytes), expectation);

    /// <summary>The error for a known key that stands in the file for the second time.</summary>
    public ProcfsFormatException Repeated() => Error("a key that stands once in the file");

    public string Text() => Decode(Bytes);

    public long Int64() => KernelNumber.TryParseSigned(Bytes, out var value) ? value : throw Error("a whole number");

    public int Int32() => KernelNumber.TryParseSigned(Bytes, out var value) && value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw Error("a whole number of 32 bits");

    public uint UInt32() => KernelNumber.TryParseDecimal(Bytes, out var value) && value <= uint.MaxValue
        ? (uint)value
        : throw Error("a whole number of 32 bits, 0 or more");

    public ulong UInt64() => KernelNumber.TryParseDecimal(Bytes, out var value) ? value : throw Error("a whole number, 0 or more");

    /// <summary>A count that is never negative and fits 63 bits.</summary>
    public long Count() => KernelNumber.TryParseCount(Bytes, out var value) ? value : throw Error("a whole number, 0 or more");

    /// <summary>A hexadecimal number without prefix.</summary>
    public ulong Hex64() => KernelNumber.TryParseHex(Bytes, out var value) ? value : throw Error("a hexadecimal number");

    /// <summary>A hexadecimal number with the prefix <c>0x</c>.</summary>
    public ulong PrefixedHex64() => Bytes.StartsWith("0x"u8) && KernelNumber.TryParseHex(Bytes[2..], out var value)
        ? value
        : throw Error("a hexadecimal number after 0x");

    /// <summary>0 or 1.</summary>
    public bool Flag() => Bytes.SequenceEqual("1"u8) || (Bytes.SequenceEqual("0"u8) ? false : throw Error("0 or 1"));

    /// <summary>A number of units of 1,024 bytes, written with the suffix <c>kB</c>.</summary>
    public ByteSize Kibibytes() => KernelNumber.TryParseKibibytes(Bytes, out var bytes)
        ? new ByteSize(bytes)
        : throw Error(KernelNumber.KibibytesExpected);

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
            && KernelNumber.TryParseSigned(Bytes[..point], out var whole) && whole is >= -Largest and <= Largest
            && KernelNumber.TryParseDecimal(Bytes[(point + 1)..], out var fraction))
        {
            return new Nanoseconds((whole * PerMillisecond) + (whole < 0 ? -(long)fraction : (long)fraction));
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
        return new TextField(word, path, line, key, Line);
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
