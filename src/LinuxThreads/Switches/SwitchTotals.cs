namespace LinuxThreads.Switches;

/// <summary>The sums over the threads listed beside it, and what is known of those that are not listed.</summary>
/// <remarks>A sum is <see langword="null"/> if the figure of any listed thread is: a sum without some of its parts would pass for the whole.</remarks>
public sealed record SwitchTotals
{
    /// <summary>The number of threads listed; 0 or more.</summary>
    public required int Threads { get; init; }

    /// <summary>Switches of the threads listed.</summary>
    /// <remarks>Source: the sum of <see cref="ThreadSwitches.Counts"/>. Excludes: threads that ended.</remarks>
    public SwitchCounts? Counts { get; init; }

    /// <summary>Migrations of the threads listed; 0 or more.</summary>
    /// <remarks>Source: the sum of <see cref="ThreadSwitches.Migrations"/>. Excludes: threads that ended.</remarks>
    public long? Migrations { get; init; }

    /// <summary>Time on CPUs of the threads listed, in whole nanoseconds; 0 or more.</summary>
    /// <remarks>Source: the sum of <see cref="ThreadSwitches.CpuTime"/>. Excludes: threads that ended.</remarks>
    public Nanoseconds? CpuTime { get; init; }

    /// <summary>Time waiting for a CPU of the threads listed, in whole nanoseconds; 0 or more.</summary>
    /// <remarks>Source: the sum of <see cref="ThreadSwitches.RunDelay"/>. Excludes: threads that ended.</remarks>
    public Nanoseconds? RunDelay { get; init; }

    /// <summary>How often the threads listed were put on a CPU; 0 or more.</summary>
    /// <remarks>Source: the sum of <see cref="ThreadSwitches.Timeslices"/>. Excludes: threads that ended.</remarks>
    public long? Timeslices { get; init; }

    /// <summary>Threads that were seen in the second snapshot only; <see langword="null"/> since the process's start, where it is unknown.</summary>
    /// <remarks>Excludes: threads that started and ended between the two snapshots.</remarks>
    public int? Started { get; init; }

    /// <summary>Threads that were seen in the first snapshot only; <see langword="null"/> since the process's start, where it is unknown.</summary>
    /// <remarks>Excludes: threads that started and ended between the two snapshots.</remarks>
    public int? Exited { get; init; }

    /// <summary>Switches by threads that are not listed since they have ended, within the same time; <see langword="null"/> if the kernel does not tell.</summary>
    /// <remarks>
    /// Source: the whole process's count, <see cref="SwitchSnapshot.ProcessSwitches"/>, less that of the threads listed. It contains what threads that
    /// ended did after the first snapshot and all of threads that started and ended in between. Whether the last switch of each is in it, by which it
    /// left for good, depends on <see cref="ExitedSource"/>: the kernel adds a thread's switches to its process's before that one.
    /// </remarks>
    public SwitchRange? ExitedSwitches { get; init; }

    /// <summary>Where <see cref="ExitedSwitches"/> comes from; <see langword="null"/> if there is none.</summary>
    public ProcessCountSource? ExitedSource { get; init; }

    /// <summary>The sum that <see cref="SwitchSnapshot.ProcessSwitches"/> of one source is compared with.</summary>
    internal long? ListedBy(ProcessCountSource? source) => source == ProcessCountSource.Taskstats ? Timeslices : Counts?.Switches;

    internal static SwitchTotals Of(IReadOnlyCollection<ThreadSwitches> threads)
    {
        SwitchCounts? counts = SwitchCounts.Zero;
        long? migrations = 0;
        Nanoseconds? cpuTime = Nanoseconds.Zero;
        Nanoseconds? runDelay = Nanoseconds.Zero;
        long? timeslices = 0;
        foreach (var thread in threads)
        {
            counts += thread.Counts;
            migrations += thread.Migrations;
            cpuTime += thread.CpuTime;
            runDelay += thread.RunDelay;
            timeslices += thread.Timeslices;
        }

        return new SwitchTotals
        {
            Threads = threads.Count,
            Counts = counts,
            Migrations = migrations,
            CpuTime = cpuTime,
            RunDelay = runDelay,
            Timeslices = timeslices,
        };
    }
}
