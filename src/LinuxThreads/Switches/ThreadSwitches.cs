using LinuxThreads.Procfs;

namespace LinuxThreads.Switches;

/// <summary>What the kernel counted for one thread: since the thread's start in a snapshot, within the interval in a difference.</summary>
/// <remarks>
/// A figure that the kernel withholds is <see langword="null"/>, never 0; the snapshot's <see cref="SwitchSnapshot.Unavailable"/> says why.
/// The files of one thread are read one after another, so for a thread that runs meanwhile the figures may lie a switch or two apart.
/// </remarks>
public sealed record ThreadSwitches
{
    /// <summary>The thread's id; names the thread only together with <see cref="StartTime"/>, since ids are reused.</summary>
    /// <remarks>Source: the directory <c>/proc/[pid]/task</c>.</remarks>
    public required Tid Tid { get; init; }

    /// <summary>The thread's name, any bytes.</summary>
    /// <remarks>Source: <c>/proc/[pid]/task/[tid]/stat</c>, field 2.</remarks>
    public required Comm Comm { get; init; }

    /// <summary>When the thread started, in clock ticks since boot.</summary>
    /// <remarks>Source: <c>/proc/[pid]/task/[tid]/stat</c>, field 22.</remarks>
    public required ClockTicks StartTime { get; init; }

    /// <summary>Switches away from the thread.</summary>
    /// <remarks>
    /// Source: <c>/proc/[pid]/task/[tid]/sched</c>, <c>nr_voluntary_switches</c> and <c>nr_involuntary_switches</c>; where that file is
    /// absent <c>status</c>, <c>voluntary_ctxt_switches</c> and <c>nonvoluntary_ctxt_switches</c>: the same counters.
    /// </remarks>
    public SwitchCounts? Counts { get; init; }

    /// <summary>How often the thread was moved to another CPU; 0 or more.</summary>
    /// <remarks>Source: <c>/proc/[pid]/task/[tid]/sched</c>, <c>se.nr_migrations</c>; needs <c>CONFIG_SCHED_DEBUG</c> before Linux 6.15.</remarks>
    public long? Migrations { get; init; }

    /// <summary>Time on a CPU, user and kernel mode, in whole nanoseconds; 0 or more.</summary>
    /// <remarks>
    /// Source: <c>/proc/[pid]/task/[tid]/schedstat</c>, first number; else <c>sched</c>, <c>se.sum_exec_runtime</c>: the same counter.
    /// Excludes: what a running thread has used since the last tick or switch.
    /// </remarks>
    public Nanoseconds? CpuTime { get; init; }

    /// <summary>Time ready to run but waiting for a CPU, in whole nanoseconds; 0 or more.</summary>
    /// <remarks>Source: <c>/proc/[pid]/task/[tid]/schedstat</c>, second number. Excludes: a wait that has not ended yet.</remarks>
    public Nanoseconds? RunDelay { get; init; }

    /// <summary>How often the thread was put on a CPU; 0 or more. One more than its switches while it runs.</summary>
    /// <remarks>Source: <c>/proc/[pid]/task/[tid]/schedstat</c>, third number. Not the number of time slices used up.</remarks>
    public long? Timeslices { get; init; }

    // The kernel's counters of one task only grow: one that went back belongs to another task.
    internal bool IsLaterReadingOf(ThreadSwitches earlier) =>
        Tid == earlier.Tid && StartTime == earlier.StartTime &&
        !(Counts?.Voluntary < earlier.Counts?.Voluntary) &&
        !(Counts?.Involuntary < earlier.Counts?.Involuntary) &&
        !(Migrations < earlier.Migrations) &&
        !(CpuTime < earlier.CpuTime) &&
        !(RunDelay < earlier.RunDelay) &&
        !(Timeslices < earlier.Timeslices);

    internal ThreadSwitches Since(ThreadSwitches earlier) => this with
    {
        Counts = Counts - earlier.Counts,
        Migrations = Migrations - earlier.Migrations,
        CpuTime = CpuTime - earlier.CpuTime,
        RunDelay = RunDelay - earlier.RunDelay,
        Timeslices = Timeslices - earlier.Timeslices,
    };

    internal ThreadSwitches WithoutFigures() => new() { Tid = Tid, Comm = Comm, StartTime = StartTime };
}
