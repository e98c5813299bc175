using LinuxThreads.Procfs;

namespace LinuxThreads.Switches;

/// <summary>What the kernel has counted for every thread of one process since each thread's start.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/task/[tid]/</c> <c>stat</c>, <c>sched</c> (else <c>status</c>) and <c>schedstat</c> of each thread; always below the process's own
/// directory, since <c>/proc/[tid]/stat</c> sums the whole process up for each thread. Taken in one pass, not at one instant: a thread that ended
/// meanwhile is left out, one that started meanwhile may be in. Cost: four readings of small files a thread (<c>stat</c> twice), so it grows with the number of threads and not with its square.
/// Excludes: threads that have ended (<see cref="SwitchTotals.ExitedSwitches"/> has their sum where the kernel tells), and each thread's last switch,
/// by which it leaves for good: no counter of a thread or process has that one, the whole machine's <c>ctxt</c> in <c>/proc/stat</c> does.
/// </remarks>
public sealed record SwitchSnapshot
{
    /// <summary>The process.</summary>
    public required Pid Pid { get; init; }

    /// <summary>When reading began, on the monotonic clock.</summary>
    /// <remarks>Source: <c>clock_gettime(CLOCK_MONOTONIC)</c>. Excludes: time suspended.</remarks>
    public required Nanoseconds TakenAt { get; init; }

    /// <summary>How long reading took, in nanoseconds.</summary>
    /// <remarks>Source: <c>clock_gettime(CLOCK_MONOTONIC)</c>, at the end and at the beginning.</remarks>
    public required Nanoseconds Took { get; init; }

    /// <summary>The threads, by ascending id.</summary>
    public required IReadOnlyList<ThreadSwitches> Threads { get; init; }

    /// <summary>The sums over <see cref="Threads"/>, and what is known of threads that have ended.</summary>
    public required SwitchTotals Totals { get; init; }

    /// <summary>Switches of the whole process, of ended threads too; <see langword="null"/> if the kernel does not tell.</summary>
    /// <remarks>
    /// Source: <see cref="ProcessSource"/>, asked before and after the threads were read. From <see cref="ProcessCountSource.Taskstats"/> it is
    /// how often the threads were put on a CPU, to be compared with <see cref="SwitchTotals.Timeslices"/>.
    /// </remarks>
    public SwitchRange? ProcessSwitches { get; init; }

    /// <summary>Where <see cref="ProcessSwitches"/> comes from; <see langword="null"/> if there is none.</summary>
    public ProcessCountSource? ProcessSource { get; init; }

    /// <summary>The figures that are <see langword="null"/> and why, one entry for each.</summary>
    public IReadOnlyList<Unavailable> Unavailable { get; init; } = [];

    /// <summary>System time since boot when reading began, in the ticks of <see cref="ThreadSwitches.StartTime"/>; <see langword="null"/> if unknown.</summary>
    internal ClockTicks? Uptime { get; init; }

    /// <summary>Reads the counters of every thread of a process.</summary>
    /// <exception cref="SyscallException">The process is not there, or its files may not be read; the message says which and what to do.</exception>
    /// <exception cref="ProcfsFormatException">A file is not what the kernel documents.</exception>
    public static SwitchSnapshot Read(Pid pid) => Read(ProcRoot.System, pid);

    /// <summary>Reads the counters of every thread of a process below another root, for instance a captured tree.</summary>
    /// <inheritdoc cref="Read(Pid)"/>
    public static SwitchSnapshot Read(ProcRoot root, Pid pid)
    {
        ArgumentNullException.ThrowIfNull(root);
        return TryRead(root, pid, out var snapshot) ? snapshot : throw ProcessIdentity.Refusal(root, pid);
    }

    /// <summary>Reads the counters of every thread of a process; false only if there is no such process, or no longer.</summary>
    /// <exception cref="SyscallException">The process's files are there and may not be read.</exception>
    /// <exception cref="ProcfsFormatException">A file is not what the kernel documents.</exception>
    public static bool TryRead(Pid pid, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SwitchSnapshot? snapshot) =>
        TryRead(ProcRoot.System, pid, out snapshot);

    /// <summary>Reads the counters of every thread of a process below another root; false only if there is no such process, or no longer.</summary>
    /// <inheritdoc cref="TryRead(Pid, out SwitchSnapshot?)"/>
    public static bool TryRead(ProcRoot root, Pid pid, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SwitchSnapshot? snapshot)
    {
        ArgumentNullException.ThrowIfNull(root);
        using var process = ProcessCounters.For(root, pid);
        return new SwitchReader(new ProcThreadFiles(root, pid), process).TryRead(pid, out snapshot);
    }

    /// <summary>What happened between two snapshots of one process.</summary>
    /// <exception cref="ArgumentException">The snapshots are of two processes, or the later was taken first.</exception>
    public static SwitchInterval Difference(SwitchSnapshot earlier, SwitchSnapshot later) => SwitchDifference.Between(earlier, later);
}
