namespace LinuxThreads.Procfs;

/// <summary>How one CPU, or all of them, spent the time since boot: one <c>cpu</c> line of <c>/proc/stat</c>.</summary>
/// <remarks>
/// Source: <c>/proc/stat</c>, the columns in this order; a column that an older kernel lacks is <see langword="null"/>. Idle and I/O wait
/// times may go back a little from one reading to the next.
/// </remarks>
/// <param name="Number">The CPU's number; <see langword="null"/> for the line of all CPUs.</param>
/// <param name="User">Time in user mode, guests included, in clock ticks.</param>
/// <param name="Nice">Time in user mode at low priority (a nice value above 0), such guests included, in clock ticks.</param>
/// <param name="System">Time in kernel mode, in clock ticks.</param>
/// <param name="Idle">Time with nothing to do, in clock ticks.</param>
/// <param name="Iowait">Time with nothing to do while a task last on this CPU waited for I/O, in clock ticks.</param>
/// <param name="Irq">Time in interrupts, in clock ticks.</param>
/// <param name="Softirq">Time in soft interrupts, in clock ticks.</param>
/// <param name="Steal">Time in which the hypervisor ran something else, in clock ticks.</param>
/// <param name="Guest">Time running guests, in clock ticks; contained in <paramref name="User"/>.</param>
/// <param name="GuestNice">Time running low-priority guests, in clock ticks; contained in <paramref name="Nice"/>.</param>
public readonly record struct CpuTimes(
    int? Number,
    ClockTicks User,
    ClockTicks Nice,
    ClockTicks System,
    ClockTicks Idle,
    ClockTicks? Iowait,
    ClockTicks? Irq,
    ClockTicks? Softirq,
    ClockTicks? Steal,
    ClockTicks? Guest,
    ClockTicks? GuestNice)
{
    internal static CpuTimes From(TextField field, int number, ref UnrecognizedLines unrecognized)
    {
        var rest = field.Bytes;
        var times = new CpuTimes(
            number < 0 ? null : number,
            field.NextWord(ref rest, field.Key).Ticks(),
            field.NextWord(ref rest, field.Key).Ticks(),
            field.NextWord(ref rest, field.Key).Ticks(),
            field.NextWord(ref rest, field.Key).Ticks(),
            Next(field, ref rest),
            Next(field, ref rest),
            Next(field, ref rest),
            Next(field, ref rest),
            Next(field, ref rest),
            Next(field, ref rest));
        if (!rest.IsEmpty)
        {
            unrecognized.Add(field.Part(TextField.Trim(rest)));
        }

        return times;
    }

    private static ClockTicks? Next(TextField field, ref ReadOnlySpan<byte> rest)
    {
        var word = field.NextWord(ref rest, field.Key);
        return word.Bytes.IsEmpty ? null : word.Ticks();
    }
}
