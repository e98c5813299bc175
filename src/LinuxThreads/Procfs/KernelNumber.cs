namespace LinuxThreads.Procfs;

/// <summary>The numbers of kernel text files: digits only, no sign, no separators, nothing around them.</summary>
internal static class KernelNumber
{
    /// <summary>What <see cref="TryParseKibibytes"/> wants, for error messages.</summary>
    public const string KibibytesExpected = "a whole number of kB, below 8 EiB";

    /// <summary>As many digits as always fit 64 bits.</summary>
    private const int SafeDigits = 19;

    public static bool TryParseDecimal(ReadOnlySpan<byte> digits, out ulong value)
    {
        value = 0;
        if (digits.IsEmpty || digits.Length > SafeDigits + 1)
        {
            return false;
        }

        var safe = digits.Length > SafeDigits ? digits[..SafeDigits] : digits;
        ulong result = 0;
        foreach (var character in safe)
        {
            // Unsigned wrap-around turns everything below '0' into a large number: one comparison tests both ends.
            var digit = unchecked((uint)character - '0');
            if (digit > 9)
            {
                return false;
            }

            result = unchecked((result * 10) + digit);
        }

        if (digits.Length > SafeDigits)
        {
            var last = unchecked((uint)digits[SafeDigits] - '0');
            if (last > 9 || result > (ulong.MaxValue - last) / 10)
            {
                return false;
            }

            result = (result * 10) + last;
        }

        value = result;
        return true;
    }

    /// <summary>A count that fits a signed 64-bit number, with spaces allowed before it.</summary>
    public static bool TryParseCount(ReadOnlySpan<byte> text, out long count)
    {
        var parsed = TryParseDecimal(WithoutPadding(text), out var value) && value <= long.MaxValue;
        count = parsed ? (long)value : 0;
        return parsed;
    }

    /// <summary>A size in <c>kB</c>, with spaces allowed before it; the answer is in bytes.</summary>
    public static bool TryParseKibibytes(ReadOnlySpan<byte> text, out long bytes)
    {
        bytes = 0;
        if (!text.EndsWith(" kB"u8)
            || !TryParseDecimal(WithoutPadding(text[..^3]), out var kibibytes)
            || kibibytes > long.MaxValue / 1024)
        {
            return false;
        }

        bytes = (long)kibibytes * 1024;
        return true;
    }

    /// <summary>A hexadecimal number of lower-case digits up to <paramref name="terminator"/>, which is stepped over.</summary>
    public static bool TryReadHex(ReadOnlySpan<byte> text, ref int position, char terminator, out ulong value)
    {
        const int MostDigits = 16;
        value = 0;
        var start = position;
        for (var i = start; i < text.Length; i++)
        {
            var character = text[i];
            if (character == terminator)
            {
                position = i + 1;
                return i > start && i - start <= MostDigits;
            }

            var digit = unchecked((uint)character - '0');
            if (digit > 9)
            {
                digit = unchecked((uint)character - 'a' + 10);
                if (digit is < 10 or > 15)
                {
                    return false;
                }
            }

            value = unchecked((value << 4) | digit);
        }

        return false;
    }

    // Columns are padded with up to 20 spaces: a vectorised search is several times faster than TrimStart here.
    private static ReadOnlySpan<byte> WithoutPadding(ReadOnlySpan<byte> text)
    {
        var start = text.IndexOfAnyExcept((byte)' ');
        return start < 0 ? default : text[start..];
    }
}
