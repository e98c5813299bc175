namespace LinuxThreads.Procfs;

/// <summary>A keyed line of a kernel file whose key is not known here, as bytes; valid as long as the text.</summary>
public readonly ref struct UnrecognizedLine
{
    private UnrecognizedLine(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The text before the colon; never empty, without spaces.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>The text after the colon, without the spaces around it.</summary>
    public ReadOnlySpan<byte> Value { get; }

    internal static bool TryParse(ReadOnlySpan<byte> line, out UnrecognizedLine parsed)
    {
        var end = line.IndexOfAny((byte)':', (byte)' ');
        if (end <= 0 || line[end] != ':')
        {
            parsed = default;
            return false;
        }

        parsed = new UnrecognizedLine(line[..end], line[(end + 1)..].Trim((byte)' '));
        return true;
    }
}
