namespace LinuxThreads.Verdicts;

/// <summary>The kernel's own counters over the window of one measurement, summed over all threads involved.</summary>
/// <remarks><see langword="null"/> is unknown: the kernel did not say. 0 is the kernel's 0.</remarks>
public sealed record Evidence
{
    /// <summary>The switches that the plan implies if every hand-over is one: not counted but computed; 0 for mechanisms that switch at user level.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public required long NominalSwitches
    {
        get;
        init => field = NotNegative(value, nameof(NominalSwitches));
    }

    /// <summary>The switches that the kernel counted, voluntary and involuntary ones together.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public required long? CountedSwitches
    {
        get;
        init => field = NotNegative(value, nameof(CountedSwitches));
    }

    /// <summary>The switches at which a thread gave the CPU up by blocking; a <c>sched_yield</c> is not among them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public required long? Voluntary
    {
        get;
        init => field = NotNegative(value, nameof(Voluntary));
    }

    /// <summary>The switches at which a thread could have run on: it was preempted, or it yielded.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public required long? Involuntary
    {
        get;
        init => field = NotNegative(value, nameof(Involuntary));
    }

    /// <summary>How often the threads were moved to another CPU.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public required long? Migrations
    {
        get;
        init => field = NotNegative(value, nameof(Migrations));
    }

    /// <summary>The time the threads were ready to run and waited for a CPU, over all of them; the plan's own threads make each other wait.</summary>
    public required Nanoseconds? RunDelay { get; init; }

    /// <summary>The time the threads were on a CPU, over all of them, by the scheduler's task clock.</summary>
    public required Nanoseconds? CpuTime { get; init; }

    /// <summary>The length of the window on the monotonic clock.</summary>
    public required Nanoseconds WallTime { get; init; }

    /// <summary>The CPUs that a thread was seen on, ascending, by their kernel numbers; empty if nothing looked.</summary>
    public required IReadOnlyList<int> CpusSeen { get; init; }

    /// <summary>Counted ÷ nominal, or <see langword="null"/> where nothing was counted or nothing is expected.</summary>
    public double? CountedOverNominal => NominalSwitches == 0 ? null : CountedSwitches / (double)NominalSwitches;

    private static long NotNegative(long value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        return value;
    }

    private static long? NotNegative(long? value, string name) => value is null ? null : NotNegative(value.Value, name);
}
