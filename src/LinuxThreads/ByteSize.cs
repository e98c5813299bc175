namespace LinuxThreads;

/// <summary>A whole number of bytes.</summary>
/// <remarks>
/// <c>kB</c> in the files of /proc is 1,024 bytes; it is converted once, in the parser, by <see cref="FromKibibytes"/>.
/// Differences may be negative. Arithmetic is checked: an overflow throws <see cref="OverflowException"/>.
/// </remarks>
/// <param name="Bytes">The number of bytes.</param>
public readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    /// <summary>No bytes at all.</summary>
    public static ByteSize Zero => default;

    /// <summary>The same size in units of 1,024 bytes, as a double.</summary>
    public double TotalKibibytes => Bytes / 1024.0;

    /// <summary>A size from units of 1,024 bytes, which /proc writes as <c>kB</c>.</summary>
    /// <exception cref="OverflowException">The size does not fit 64 bits.</exception>
    public static ByteSize FromKibibytes(long kibibytes) => new(checked(kibibytes * 1024));

    /// <summary>The sum of two sizes.</summary>
    public static ByteSize operator +(ByteSize left, ByteSize right) => new(checked(left.Bytes + right.Bytes));

    /// <summary>The difference of two sizes; negative if <paramref name="right"/> is the larger one.</summary>
    public static ByteSize operator -(ByteSize left, ByteSize right) => new(checked(left.Bytes - right.Bytes));

    /// <summary>The plain ratio of two sizes.</summary>
    public static double operator /(ByteSize left, ByteSize right) => left.Bytes / (double)right.Bytes;

    /// <summary>True if <paramref name="left"/> is the smaller size.</summary>
    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    /// <summary>True if <paramref name="left"/> is the larger size.</summary>
    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    /// <summary>True if <paramref name="left"/> is not the larger size.</summary>
    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    /// <summary>True if <paramref name="left"/> is not the smaller size.</summary>
    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The number with its unit, for instance <c>4096 B</c>.</summary>
    public override string ToString() => $"{Bytes} B";
}
