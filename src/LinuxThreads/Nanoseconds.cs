namespace LinuxThreads;

/// <summary>A whole number of nanoseconds: the unit the kernel keeps its task clocks in.</summary>
/// <remarks>
/// Differences may be negative. Arithmetic is checked: an overflow throws <see cref="OverflowException"/>.
/// A divided or averaged time is a <see langword="double"/> with <c>Ns</c> in its name, never this type.
/// </remarks>
/// <param name="Value">The number of nanoseconds.</param>
public readonly record struct Nanoseconds(long Value) : IComparable<Nanoseconds>
{
    /// <summary>Nanoseconds in one second.</summary>
    public const long PerSecond = 1_000_000_000;

    /// <summary>No time at all.</summary>
    public static Nanoseconds Zero => default;

    /// <summary>The same time in seconds, as a double.</summary>
    public double TotalSeconds => Value / (double)PerSecond;

    /// <summary>The sum of two times.</summary>
    public static Nanoseconds operator +(Nanoseconds left, Nanoseconds right) => new(checked(left.Value + right.Value));

    /// <summary>The difference of two times; negative if <paramref name="right"/> is the longer one.</summary>
    public static Nanoseconds operator -(Nanoseconds left, Nanoseconds right) => new(checked(left.Value - right.Value));

    /// <summary>The plain ratio of two times.</summary>
    public static double operator /(Nanoseconds left, Nanoseconds right) => left.Value / (double)right.Value;

    /// <summary>True if <paramref name="left"/> is the shorter time.</summary>
    public static bool operator <(Nanoseconds left, Nanoseconds right) => left.Value < right.Value;

    /// <summary>True if <paramref name="left"/> is the longer time.</summary>
    public static bool operator >(Nanoseconds left, Nanoseconds right) => left.Value > right.Value;

    /// <summary>True if <paramref name="left"/> is not the longer time.</summary>
    public static bool operator <=(Nanoseconds left, Nanoseconds right) => left.Value <= right.Value;

    /// <summary>True if <paramref name="left"/> is not the shorter time.</summary>
    public static bool operator >=(Nanoseconds left, Nanoseconds right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(Nanoseconds other) => Value.CompareTo(other.Value);

    /// <summary>The number with its unit, for instance <c>1500 ns</c>.</summary>
    public override string ToString() => $"{Value} ns";
}
