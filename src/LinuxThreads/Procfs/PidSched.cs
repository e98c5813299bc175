using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>The scheduler's own account of one thread: <c>/proc/[pid]/sched</c>.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/sched</c> and <c>/proc/[pid]/task/[tid]/sched</c> (<c>proc_sched_show_task</c>, kernel/sched/debug.c). The first
/// path is about the process's first thread alone, except for <see cref="Threads"/>. The file needs <c>CONFIG_SCHED_DEBUG</c> before Linux 6.15. Times are
/// printed as milliseconds with six decimals and are read digit by digit. The kernel loses the sign of a time between
/// −1 ms and 0: such a time is read as positive. Statistics (<c>se.statistics.*</c>, since Linux 5.16 without that prefix)
/// stand in <see cref="Unrecognized"/>; they are there only while <c>kernel.sched_schedstats</c> is 1.
/// </remarks>
public sealed record PidSched
{
    private const string Requirement = "CONFIG_SCHED_DEBUG before Linux 6.15";

    internal PidSched()
    {
    }

    /// <summary>The thread's name: at most 15 bytes, as they are.</summary>
    /// <remarks>Source: the first line, before the last <c> (</c>.</remarks>
    public Comm Comm { get; internal set; }

    /// <summary>The thread itself.</summary>
    /// <remarks>Source: the first line, behind the last <c> (</c>.</remarks>
    public Tid Pid { get; internal set; }

    /// <summary>The threads of the process.</summary>
    /// <remarks>Source: the first line, <c>#threads</c>.</remarks>
    public int Threads { get; internal set; }

    /// <summary>The run queue's clock when the task was last accounted, in nanoseconds since about boot.</summary>
    /// <remarks>Source: <c>se.exec_start</c>.</remarks>
    public Nanoseconds? SeExecStart { get; internal set; }

    /// <summary>The task's virtual run time, in nanoseconds; comparable only within one run queue, and may be negative.</summary>
    /// <remarks>Source: <c>se.vruntime</c>. A value between −1 ms and 0 has lost its sign.</remarks>
    public Nanoseconds? SeVruntime { get; internal set; }

    /// <summary>Time on a CPU, in whole nanoseconds; never negative.</summary>
    /// <remarks>Source: <c>se.sum_exec_runtime</c>. Excludes: what a running thread has used since the last tick or switch.</remarks>
    public Nanoseconds SeSumExecRuntime { get; internal set; }

    /// <summary>How often the scheduler moved the thread to another CPU; 0 or more.</summary>
    /// <remarks>Source: <c>se.nr_migrations</c>.</remarks>
    public long? SeNrMigrations { get; internal set; }

    /// <summary>How often the thread was switched away from: the sum of the next two; 0 or more.</summary>
    /// <remarks>Source: <c>nr_switches</c>.</remarks>
    public long NrSwitches { get; internal set; }

    /// <summary>How often the thread gave up its CPU to wait; 0 or more.</summary>
    /// <remarks>Source: <c>nr_voluntary_switches</c>.</remarks>
    public long NrVoluntarySwitches { get; internal set; }

    /// <summary>How often the thread was taken off its CPU while it could run, or yielded it; 0 or more.</summary>
    /// <remarks>Source: <c>nr_involuntary_switches</c>.</remarks>
    public long NrInvoluntarySwitches { get; internal set; }

    /// <summary>The task's weight, from its nice value; 1,048,576 is nice 0 on 64-bit kernels.</summary>
    /// <remarks>Source: <c>se.load.weight</c>.</remarks>
    public ulong? SeLoadWeight { get; internal set; }

    /// <summary>The decayed sum behind <see cref="SeAvgLoadAvg"/>.</summary>
    /// <remarks>Source: <c>se.avg.load_sum</c>.</remarks>
    public ulong? SeAvgLoadSum { get; internal set; }

    /// <summary>The decayed sum behind <see cref="SeAvgRunnableAvg"/>.</summary>
    /// <remarks>Source: <c>se.avg.runnable_sum</c>.</remarks>
    public ulong? SeAvgRunnableSum { get; internal set; }

    /// <summary>The decayed sum behind <see cref="SeAvgUtilAvg"/>.</summary>
    /// <remarks>Source: <c>se.avg.util_sum</c>.</remarks>
    public ulong? SeAvgUtilSum { get; internal set; }

    /// <summary>The decayed average of the time the task could run, weighted.</summary>
    /// <remarks>Source: <c>se.avg.load_avg</c>.</remarks>
    public ulong? SeAvgLoadAvg { get; internal set; }

    /// <summary>The decayed average of the time the task could run, of 1,024.</summary>
    /// <remarks>Source: <c>se.avg.runnable_avg</c>.</remarks>
    public ulong? SeAvgRunnableAvg { get; internal set; }

    /// <summary>The decayed average of the time the task ran, of 1,024.</summary>
    /// <remarks>Source: <c>se.avg.util_avg</c>.</remarks>
    public ulong? SeAvgUtilAvg { get; internal set; }

    /// <summary>When the averages were last brought up to date, on the run queue's own clock.</summary>
    /// <remarks>Source: <c>se.avg.last_update_time</c>.</remarks>
    public ulong? SeAvgLastUpdateTime { get; internal set; }

    /// <summary>The estimate of <see cref="SeAvgUtilAvg"/> that survives sleep, as the kernel keeps it (flag bit included).</summary>
    /// <remarks>Source: <c>se.avg.util_est</c>.</remarks>
    public ulong? SeAvgUtilEst { get; internal set; }

    /// <summary>The scheduling policy (<c>SCHED_*</c>, include/uapi/linux/sched.h): 0 is <c>SCHED_OTHER</c>.</summary>
    /// <remarks>Source: <c>policy</c>.</remarks>
    public int? Policy { get; internal set; }

    /// <summary>The kernel's priority: 120 plus the nice value for ordinary tasks, below 100 for real-time ones.</summary>
    /// <remarks>Source: <c>prio</c>.</remarks>
    public int? Prio { get; internal set; }

    /// <summary>How long the thread may run before the scheduler looks for another, in whole nanoseconds.</summary>
    /// <remarks>Source: <c>se.slice</c>.</remarks>
    public Nanoseconds? SeSlice { get; internal set; }

    /// <summary>True if a sched_ext scheduler runs the thread.</summary>
    /// <remarks>Source: <c>ext.enabled</c>.</remarks>
    public bool? ExtEnabled { get; internal set; }

    /// <summary>What two readings of the CPU's clock right after each other differed by, in nanoseconds.</summary>
    /// <remarks>Source: <c>clock-delta</c>.</remarks>
    public long? ClockDelta { get; internal set; }

    /// <summary>Lines with a key this library does not know, and the lines about NUMA faults, which have none (their key is empty), in the file's order.</summary>
    /// <remarks>Source: every other line of the file.</remarks>
    public IReadOnlyList<KeyValuePair<string, string>> Unrecognized { get; internal set; } = [];

    /// <summary>Reads the text of a <c>sched</c> file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">A known line has a value that is not what the kernel documents, or one that every kernel has is missing.</exception>
    public static PidSched Parse(ReadOnlySpan<byte> text, string path = "sched") => PidSchedParser.Parse(text, path);

    /// <summary>The account of a process's first thread.</summary>
    /// <exception cref="SyscallException">The file could not be read; <c>ENOENT</c> or <c>ESRCH</c> if the process is gone.</exception>
    /// <exception cref="KernelFeatureMissingException">The process is there and the kernel has no such file.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static PidSched Read(ProcRoot root, Pid pid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "sched").Read(root, Parse, buffer, Requirement);

    /// <summary>The account of one thread.</summary>
    /// <inheritdoc cref="Read(ProcRoot, LinuxThreads.Pid, ProcBuffer?)"/>
    public static PidSched Read(ProcRoot root, Pid pid, Tid tid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "sched").Read(root, Parse, buffer, Requirement);

    /// <summary>The account of a process's first thread; false only if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be read.</exception>
    /// <exception cref="KernelFeatureMissingException">The process is there and the kernel has no such file.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, [NotNullWhen(true)] out PidSched? sched, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "sched").TryRead(root, Parse, buffer, out sched, Requirement);

    /// <summary>The account of one thread; false only if the thread is gone.</summary>
    /// <inheritdoc cref="TryRead(ProcRoot, LinuxThreads.Pid, out PidSched?, ProcBuffer?)"/>
    public static bool TryRead(ProcRoot root, Pid pid, Tid tid, [NotNullWhen(true)] out PidSched? sched, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "sched").TryRead(root, Parse, buffer, out sched, Requirement);
}
