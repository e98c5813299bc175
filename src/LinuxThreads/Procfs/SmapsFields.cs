using System.Runtime.CompilerServices;

namespace LinuxThreads.Procfs;

/// <summary>The figures of one entry of smaps while and after its lines are read; which of them the kernel printed is kept beside them.</summary>
internal struct SmapsFields
{
    private Values _values;
    private uint _present;
    private int _expected;

    /// <summary>How many lines had a key that is not known here.</summary>
    public int Unrecognized { get; private set; }

    /// <summary>How many codes of the VmFlags line are not known here.</summary>
    public int UnrecognizedVmFlags { get; private set; }

    public readonly bool Has(SmapsKey key) => (_present & (1u << (int)key)) != 0;

    /// <summary>The number of a key; null where the kernel did not print it.</summary>
    public readonly long? ValueOf(SmapsKey key) => Has(key) ? _values[(int)key] : null;

    /// <summary>The size of a key that every entry has.</summary>
    public readonly ByteSize SizeOf(SmapsKey key) => new(_values[(int)key]);

    /// <summary>The size of a key; null where the kernel did not print it.</summary>
    public readonly ByteSize? SizeOrNull(SmapsKey key) => Has(key) ? new ByteSize(_values[(int)key]) : null;

    /// <summary>Forgets the entry before. The values stay: without their bit they are never looked at.</summary>
    public void Clear()
    {
        _present = 0;
        _expected = 0;
        Unrecognized = 0;
        UnrecognizedVmFlags = 0;
    }

    /// <summary>Takes in the lines that come next, as long as they are the expected ones in the kernel's own columns.</summary>
    public void AcceptColumns(ref TextScanner scanner)
    {
        while (_expected < SmapsKeys.Sizes
            && (_present & (1u << _expected)) == 0
            && SmapsColumns.TryRead(scanner.Rest, _expected, out var bytes))
        {
            _present |= 1u << _expected;
            _values[_expected] = bytes;
            _expected++;
            scanner.SkipLine(SmapsColumns.LineLength);
        }
    }

    /// <summary>Takes in the line that <paramref name="scanner"/> read last.</summary>
    public void Accept(scoped in TextScanner scanner, ReadOnlySpan<byte> line)
    {
        var key = SmapsKeys.Find(line, ref _expected, out var value);
        if (key < 0)
        {
            if (!UnrecognizedLine.TryParse(line, out _))
            {
                throw scanner.Error(null, line, "a mapping, or a key with a colon after it");
            }

            Unrecognized++;
            return;
        }

        var bit = 1u << key;
        if ((_present & bit) != 0)
        {
            throw scanner.Error(SmapsKeys.NameOf(key), line, "a key that stands once in an entry");
        }

        _present |= bit;
        _values[key] = Parse(scanner, (SmapsKey)key, value);
    }

    /// <summary>Checks that an entry's lines were all there, as far as that can be known.</summary>
    /// <param name="scanner">Where the entry ends.</param>
    /// <param name="printsVmFlags">Whether this kernel prints VmFlags, the last line of an entry.</param>
    public readonly void RequireWhole(scoped in TextScanner scanner, bool printsVmFlags)
    {
        var wanted = printsVmFlags ? SmapsKeys.Mandatory | (1u << (int)SmapsKey.VmFlags) : SmapsKeys.Mandatory;
        var missing = wanted & ~_present;
        if (missing != 0)
        {
            throw scanner.Missing(
                SmapsKeys.NameOf(System.Numerics.BitOperations.TrailingZeroCount(missing)), "a line in every entry (the text was cut short)");
        }
    }

    private long Parse(scoped in TextScanner scanner, SmapsKey key, ReadOnlySpan<byte> value)
    {
        long number;
        switch (key)
        {
            case SmapsKey.VmFlags:
                var flags = VmFlagCodes.Parse(value, out var unrecognized);
                UnrecognizedVmFlags = unrecognized;
                return unchecked((long)flags);

            case SmapsKey.THPeligible:
                return KernelNumber.TryParseCount(value, out number) && number <= 1
                    ? number
                    : throw scanner.Error("THPeligible", value, "0 or 1");

            case SmapsKey.ProtectionKey:
                return KernelNumber.TryParseCount(value, out number) && number <= int.MaxValue
                    ? number
                    : throw scanner.Error("ProtectionKey", value, "a whole number");

            default:
                return KernelNumber.TryParseKibibytes(value, out number)
                    ? number
                    : throw scanner.Error(SmapsKeys.NameOf((int)key), value, KernelNumber.KibibytesExpected);
        }
    }

    [InlineArray(SmapsKeys.Count)]
    private struct Values
    {
        private long _first;
    }
}
