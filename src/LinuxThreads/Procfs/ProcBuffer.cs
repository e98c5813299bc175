namespace LinuxThreads.Procfs;

/// <summary>A reusable buffer that a file of /proc is read into whole; it grows as needed and never shrinks.</summary>
/// <remarks>Not thread-safe. The bytes stay valid until the next read into the same buffer.</remarks>
public sealed class ProcBuffer
{
    private const int InitialCapacity = 16 * 1024;

    private byte[] _bytes;

    /// <summary>A buffer of the usual first size.</summary>
    public ProcBuffer()
        : this(InitialCapacity)
    {
    }

    /// <summary>A buffer with room for <paramref name="capacity"/> bytes, every page of which is in memory at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
    public ProcBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _bytes = new byte[capacity];
        // A new array of this size may lie in fresh mappings whose pages only writing brings in.
        Array.Fill(_bytes, (byte)'\n');
    }

    /// <summary>The bytes of the last read.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>The number of bytes of the last read.</summary>
    public int Length { get; private set; }

    internal void Clear() => Length = 0;

    /// <summary>Room for at least one more read; doubled when full, so that reading n bytes copies O(n).</summary>
    internal Span<byte> Free()
    {
        if (Length == _bytes.Length)
        {
            Array.Resize(ref _bytes, checked(_bytes.Length * 2));
        }

        return _bytes.AsSpan(Length);
    }

    internal void Advance(int count) => Length = checked(Length + count);
}
