namespace LinuxThreads;

/// <summary>A whole number of clock ticks: the unit of the times in <c>/proc/[pid]/stat</c> and <c>/proc/stat</c>.</summary>
/// <remarks>
/// How long a tick is comes from <c>sysconf(_SC_CLK_TCK)</c> (100 a second on every common build), not from the
/// kernel's <c>CONFIG_HZ</c>; a conversion therefore takes it as an argument.
/// </remarks>
/// <param name="Value">The number of ticks.</param>
public readonly record struct ClockTicks(long Value) : IComparable<ClockTicks>
{
    /// <summary>The same time in nanoseconds.</summary>
    /// <param name="ticksPerSecond">What <c>sysconf(_SC_CLK_TCK)</c> answers; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ticksPerSecond"/> is not positive.</exception>
    /// <exception cref="OverflowException">The time does not fit 64 bits.</exception>
    public Nanoseconds ToNanoseconds(long ticksPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ticksPerSecond);
        return new Nanoseconds(checked((long)((Int128)Value * Nanoseconds.PerSecond / ticksPerSecond)));
    }

    /// <summary>The sum of two tick counts.</summary>
    public static ClockTicks operator +(ClockTicks left, ClockTicks right) => new(checked(left.Value + right.Value));

    /// <summary>The difference of two tick counts.</summary>
    public static ClockTicks operator -(ClockTicks left, ClockTicks right) => new(checked(left.Value - right.Value));

    /// <summary>True if <paramref name="left"/> is the smaller count.</summary>
    public static bool operator <(ClockTicks left, ClockTicks right) => left.Value < right.Value;

    /// <summary>True if <paramref name="left"/> is the larger count.</summary>
    public static bool operator >(ClockTicks left, ClockTicks right) => left.Value > right.Value;

    /// <summary>True if <paramref name="left"/> is not the larger count.</summary>
    public static bool operator <=(ClockTicks left, ClockTicks right) => left.Value <= right.Value;

    /// <summary>True if <paramref name="left"/> is not the smaller count.</summary>
    public static bool operator >=(ClockTicks left, ClockTicks right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public int CompareTo(ClockTicks other) => Value.CompareTo(other.Value);

    /// <summary>The number with its unit, for instance <c>250 ticks</c>.</summary>
    public override string ToString() => $"{Value} ticks";
}
