using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>What one thread had of the CPUs and how long it waited for them: <c>/proc/[pid]/schedstat</c>.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/schedstat</c> and <c>/proc/[pid]/task/[tid]/schedstat</c> (<c>proc_pid_schedstat</c>, fs/proc/base.c), three numbers on one line.
/// The first path is about the process's first thread alone. The kernel keeps the numbers whether or not <c>kernel.sched_schedstats</c> is on, but
/// prints <c>0 0 0</c> where scheduling information is off (no <c>CONFIG_SCHEDSTATS</c>, delay accounting built in and off);
/// gVisor prints the same always. Three zeros for a thread that has run therefore mean "unknown": see <see cref="IsAllZero"/>.
/// </remarks>
public sealed record PidSchedstat
{
    private const string Requirement = "CONFIG_SCHED_INFO, which CONFIG_SCHEDSTATS or CONFIG_TASK_DELAY_ACCT selects";

    internal PidSchedstat(Nanoseconds cpuTime, Nanoseconds runDelay, long timeslices)
    {
        CpuTime = cpuTime;
        RunDelay = runDelay;
        Timeslices = timeslices;
    }

    /// <summary>Time on a CPU, in whole nanoseconds; 0 or more.</summary>
    /// <remarks>Source: first number (<c>se.sum_exec_runtime</c>). Excludes: what a running thread has used since the last tick or switch.</remarks>
    public Nanoseconds CpuTime { get; }

    /// <summary>Time ready to run but waiting in a run queue, in whole nanoseconds; 0 or more.</summary>
    /// <remarks>Source: second number (<c>sched_info.run_delay</c>). Excludes: a wait that has not ended yet.</remarks>
    public Nanoseconds RunDelay { get; }

    /// <summary>How often the thread was put on a CPU; 0 or more.</summary>
    /// <remarks>Source: third number (<c>sched_info.pcount</c>). One more than the thread's switches away while it runs.</remarks>
    public long Timeslices { get; }

    /// <summary>True if the kernel printed three zeros: the thread has never run, or the kernel does not keep these numbers.</summary>
    /// <remarks>Source: the whole line.</remarks>
    public bool IsAllZero => CpuTime == Nanoseconds.Zero && RunDelay == Nanoseconds.Zero && Timeslices == 0;

    /// <summary>Reads the text of a <c>schedstat</c> file of a task.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The text is not three numbers on one line.</exception>
    public static PidSchedstat Parse(ReadOnlySpan<byte> text, string path = "schedstat")
    {
        var line = TextField.Single(text, path);
        var rest = line.Bytes;
        var schedstat = new PidSchedstat(
            new Nanoseconds(line.NextWord(ref rest, "cpu time"u8).Count()),
            new Nanoseconds(line.NextWord(ref rest, "run delay"u8).Count()),
            line.NextWord(ref rest, "timeslices"u8).Count());
        return rest.IsEmpty ? schedstat : throw line.Error("three numbers");
    }

    /// <summary>The numbers of a process's first thread.</summary>
    /// <exception cref="SyscallException">The file could not be read; <c>ENOENT</c> or <c>ESRCH</c> if the process is gone.</exception>
    /// <exception cref="KernelFeatureMissingException">The process is there and the kernel has no such file.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static PidSchedstat Read(ProcRoot root, Pid pid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "schedstat").Read(root, Parse, buffer, Requirement);

    /// <summary>The numbers of one thread.</summary>
    /// <inheritdoc cref="Read(ProcRoot, Pid, ProcBuffer?)"/>
    public static PidSchedstat Read(ProcRoot root, Pid pid, Tid tid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "schedstat").Read(root, Parse, buffer, Requirement);

    /// <summary>The numbers of a process's first thread; false only if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be read.</exception>
    /// <exception cref="KernelFeatureMissingException">The process is there and the kernel has no such file.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, [NotNullWhen(true)] out PidSchedstat? schedstat, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "schedstat").TryRead(root, Parse, buffer, out schedstat, Requirement);

    /// <summary>The numbers of one thread; false only if the thread is gone.</summary>
    /// <inheritdoc cref="TryRead(ProcRoot, Pid, out PidSchedstat?, ProcBuffer?)"/>
    public static bool TryRead(ProcRoot root, Pid pid, Tid tid, [NotNullWhen(true)] out PidSchedstat? schedstat, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "schedstat").TryRead(root, Parse, buffer, out schedstat, Requirement);
}
