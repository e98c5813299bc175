namespace LinuxThreads.Switches;

/// <summary>What the kernel counted for every thread of one process between two snapshots.</summary>
/// <remarks>
/// Two readings belong to the same thread if thread id and start time agree and no counter went back. A thread id that was reused in between
/// is a thread that ended and another that started.
/// </remarks>
public sealed record SwitchInterval
{
    /// <summary>The process.</summary>
    public required Pid Pid { get; init; }

    /// <summary>Time from the beginning of the first reading to the beginning of the second, in nanoseconds.</summary>
    /// <remarks>
    /// Source: <c>clock_gettime(CLOCK_MONOTONIC)</c>. Each thread's own interval differs from it by up to what the two passes took.
    /// </remarks>
    public required Nanoseconds Interval { get; init; }

    /// <summary>The threads of the second snapshot: their increase, or all they counted if they started in between; by ascending id.</summary>
    public required IReadOnlyList<ThreadSwitches> Threads { get; init; }

    /// <summary>Those of <see cref="Threads"/> that started in between.</summary>
    public required IReadOnlyList<Tid> Started { get; init; }

    /// <summary>The threads of the first snapshot that ended in between, with what they had counted by then since their start.</summary>
    /// <remarks>Excludes: what they did after the first snapshot, which no file has; <see cref="SwitchTotals.ExitedSwitches"/> contains it.</remarks>
    public required IReadOnlyList<ThreadSwitches> Exited { get; init; }

    /// <summary>The sums over <see cref="Threads"/>, and what is known of the threads that are not in it.</summary>
    public required SwitchTotals Totals { get; init; }

    /// <summary>The figures that are <see langword="null"/> and why, one entry for each.</summary>
    public required IReadOnlyList<Unavailable> Unavailable { get; init; }

    /// <summary>How long the two readings took together, in nanoseconds.</summary>
    /// <remarks>Source: the sum of <see cref="SwitchSnapshot.Took"/>.</remarks>
    public required Nanoseconds ReadingTook { get; init; }
}
