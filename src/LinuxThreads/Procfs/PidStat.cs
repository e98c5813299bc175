using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>The state of one task as a row of numbers: <c>/proc/[pid]/stat</c>.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/stat</c> and <c>/proc/[pid]/task/[tid]/stat</c> (<c>do_task_stat</c>, fs/proc/array.c). Times and faults are
/// the whole process's in the first and the one thread's in the second; where a member says so, only that differs.
/// How long a clock tick is: <see cref="ClockTicks"/>. Numbers of fields count from 1 as in proc_pid_stat(5).
/// </remarks>
public sealed record PidStat
{
    internal PidStat()
    {
    }

    /// <summary>The task itself: a thread id, equal to the process id for a process's first thread.</summary>
    /// <remarks>Source: field 1, <c>pid</c>.</remarks>
    public Tid Pid { get; internal set; }

    /// <summary>The task's name, from the first <c>(</c> to the last <c>)</c>; it may hold anything.</summary>
    /// <remarks>Source: field 2, <c>comm</c>.</remarks>
    public Comm Comm { get; internal set; }

    /// <summary>What the task is doing.</summary>
    /// <remarks>Source: field 3, <c>state</c>.</remarks>
    public TaskState State { get; internal set; }

    /// <summary>The parent process; 0 if it lies outside the reader's pid namespace.</summary>
    /// <remarks>Source: field 4, <c>ppid</c>.</remarks>
    public Pid Ppid { get; internal set; }

    /// <summary>The process group.</summary>
    /// <remarks>Source: field 5, <c>pgrp</c>.</remarks>
    public int Pgrp { get; internal set; }

    /// <summary>The session.</summary>
    /// <remarks>Source: field 6, <c>session</c>.</remarks>
    public int Session { get; internal set; }

    /// <summary>The controlling terminal's device number; 0 if none.</summary>
    /// <remarks>Source: field 7, <c>tty_nr</c>.</remarks>
    public int TtyNr { get; internal set; }

    /// <summary>The foreground process group of that terminal; −1 if none.</summary>
    /// <remarks>Source: field 8, <c>tpgid</c>.</remarks>
    public int Tpgid { get; internal set; }

    /// <summary>The kernel's flags of the task (<c>PF_*</c>, include/linux/sched.h); bit 0x200000 is a kernel thread.</summary>
    /// <remarks>Source: field 9, <c>flags</c>.</remarks>
    public uint Flags { get; internal set; }

    /// <summary>Minor faults, for which no page had to be read; 0 or more.</summary>
    /// <remarks>Source: field 10, <c>minflt</c>. In <c>/proc/[pid]/stat</c> of all threads, those that ended included.</remarks>
    public long Minflt { get; internal set; }

    /// <summary>Minor faults of children that were waited for; 0 or more.</summary>
    /// <remarks>Source: field 11, <c>cminflt</c>.</remarks>
    public long Cminflt { get; internal set; }

    /// <summary>Major faults, for which a page had to be read; 0 or more.</summary>
    /// <remarks>Source: field 12, <c>majflt</c>. In <c>/proc/[pid]/stat</c> of all threads, those that ended included.</remarks>
    public long Majflt { get; internal set; }

    /// <summary>Major faults of children that were waited for; 0 or more.</summary>
    /// <remarks>Source: field 13, <c>cmajflt</c>.</remarks>
    public long Cmajflt { get; internal set; }

    /// <summary>Time in user mode, guest time included, in clock ticks.</summary>
    /// <remarks>Source: field 14, <c>utime</c>. In <c>/proc/[pid]/stat</c> of all threads, those that ended included.</remarks>
    public ClockTicks Utime { get; internal set; }

    /// <summary>Time in kernel mode, in clock ticks.</summary>
    /// <remarks>Source: field 15, <c>stime</c>. In <c>/proc/[pid]/stat</c> of all threads, those that ended included.</remarks>
    public ClockTicks Stime { get; internal set; }

    /// <summary>Time in user mode of children that were waited for, in clock ticks.</summary>
    /// <remarks>Source: field 16, <c>cutime</c>.</remarks>
    public ClockTicks Cutime { get; internal set; }

    /// <summary>Time in kernel mode of children that were waited for, in clock ticks.</summary>
    /// <remarks>Source: field 17, <c>cstime</c>.</remarks>
    public ClockTicks Cstime { get; internal set; }

    /// <summary>The kernel's priority: nice value plus 20 for ordinary tasks, −1 minus the real-time priority for real-time ones.</summary>
    /// <remarks>Source: field 18, <c>priority</c>.</remarks>
    public int Priority { get; internal set; }

    /// <summary>The nice value, from 19 (low priority) to −20 (high priority).</summary>
    /// <remarks>Source: field 19, <c>nice</c>.</remarks>
    public int Nice { get; internal set; }

    /// <summary>The threads of the process; 0 for one whose last thread is being reaped.</summary>
    /// <remarks>Source: field 20, <c>num_threads</c>.</remarks>
    public int NumThreads { get; internal set; }

    /// <summary>Always 0 since Linux 2.6.17.</summary>
    /// <remarks>Source: field 21, <c>itrealvalue</c>.</remarks>
    public long Itrealvalue { get; internal set; }

    /// <summary>When the task started, in clock ticks since boot; with the thread id it names a task for good.</summary>
    /// <remarks>Source: field 22, <c>starttime</c>.</remarks>
    public ClockTicks Starttime { get; internal set; }

    /// <summary>The process's address space, in bytes.</summary>
    /// <remarks>Source: field 23, <c>vsize</c>.</remarks>
    public ByteSize Vsize { get; internal set; }

    /// <summary>The resident set in pages; multiply by the page size.</summary>
    /// <remarks>Source: field 24, <c>rss</c>. Excludes: pages in the parts of the counter that each CPU has not added up yet, dozens at times; <see cref="PidStatus.VmRss"/> may include them.</remarks>
    public long Rss { get; internal set; }

    /// <summary>The soft <c>RLIMIT_RSS</c>, in bytes.</summary>
    /// <remarks>Source: field 25, <c>rsslim</c>.</remarks>
    public RlimitValue Rsslim { get; internal set; }

    /// <summary>The address above which program text can run.</summary>
    /// <remarks>Source: field 26, <c>startcode</c>. 0 without the right to trace the task.</remarks>
    public ulong Startcode { get; internal set; }

    /// <summary>The address below which program text can run.</summary>
    /// <remarks>Source: field 27, <c>endcode</c>. 0 without the right to trace the task.</remarks>
    public ulong Endcode { get; internal set; }

    /// <summary>The address of the start of the main thread's stack.</summary>
    /// <remarks>Source: field 28, <c>startstack</c>. 0 without the right to trace the task.</remarks>
    public ulong Startstack { get; internal set; }

    /// <summary>The stack pointer; 0 unless the task is exiting or dumps core (since Linux 4.9).</summary>
    /// <remarks>Source: field 29, <c>kstkesp</c>. 0 without the right to trace the task.</remarks>
    public ulong Kstkesp { get; internal set; }

    /// <summary>The instruction pointer; 0 unless the task is exiting or dumps core (since Linux 4.9).</summary>
    /// <remarks>Source: field 30, <c>kstkeip</c>. 0 without the right to trace the task.</remarks>
    public ulong Kstkeip { get; internal set; }

    /// <summary>Pending signals 1 to 31 as a decimal mask; <see cref="PidStatus.SigPnd"/> has all.</summary>
    /// <remarks>Source: field 31, <c>signal</c>.</remarks>
    public ulong Signal { get; internal set; }

    /// <summary>Blocked signals 1 to 31 as a decimal mask; <see cref="PidStatus.SigBlk"/> has all.</summary>
    /// <remarks>Source: field 32, <c>blocked</c>.</remarks>
    public ulong Blocked { get; internal set; }

    /// <summary>Ignored signals 1 to 31 as a decimal mask; <see cref="PidStatus.SigIgn"/> has all.</summary>
    /// <remarks>Source: field 33, <c>sigignore</c>.</remarks>
    public ulong Sigignore { get; internal set; }

    /// <summary>Caught signals 1 to 31 as a decimal mask; <see cref="PidStatus.SigCgt"/> has all.</summary>
    /// <remarks>Source: field 34, <c>sigcatch</c>.</remarks>
    public ulong Sigcatch { get; internal set; }

    /// <summary>1 if the task waits inside the kernel, else 0 (an address before Linux 4.4).</summary>
    /// <remarks>Source: field 35, <c>wchan</c>. 0 without the right to trace the task.</remarks>
    public ulong Wchan { get; internal set; }

    /// <summary>Always 0: not maintained.</summary>
    /// <remarks>Source: field 36, <c>nswap</c>.</remarks>
    public ulong Nswap { get; internal set; }

    /// <summary>Always 0: not maintained.</summary>
    /// <remarks>Source: field 37, <c>cnswap</c>.</remarks>
    public ulong Cnswap { get; internal set; }

    /// <summary>The signal sent to the parent at the end; −1 for a thread that is not its process's first.</summary>
    /// <remarks>Source: field 38, <c>exit_signal</c>.</remarks>
    public int ExitSignal { get; internal set; }

    /// <summary>The CPU the task last ran on.</summary>
    /// <remarks>Source: field 39, <c>processor</c>.</remarks>
    public int Processor { get; internal set; }

    /// <summary>The real-time priority, from 1 to 99; 0 for other policies.</summary>
    /// <remarks>Source: field 40, <c>rt_priority</c>.</remarks>
    public uint RtPriority { get; internal set; }

    /// <summary>The scheduling policy (<c>SCHED_*</c>, include/uapi/linux/sched.h): 0 is <c>SCHED_OTHER</c>.</summary>
    /// <remarks>Source: field 41, <c>policy</c>.</remarks>
    public uint Policy { get; internal set; }

    /// <summary>Time spent waiting for block I/O, in clock ticks; 0 where delay accounting is off (the default since Linux 5.14).</summary>
    /// <remarks>Source: field 42, <c>delayacct_blkio_ticks</c>.</remarks>
    public ClockTicks DelayacctBlkioTicks { get; internal set; }

    /// <summary>Time running a virtual CPU, in clock ticks; contained in <see cref="Utime"/>.</summary>
    /// <remarks>Source: field 43, <c>guest_time</c>. In <c>/proc/[pid]/stat</c> of all threads, those that ended included.</remarks>
    public ClockTicks GuestTime { get; internal set; }

    /// <summary>Guest time of children that were waited for, in clock ticks.</summary>
    /// <remarks>Source: field 44, <c>cguest_time</c>.</remarks>
    public ClockTicks CguestTime { get; internal set; }

    /// <summary>The address above which the program's data lies.</summary>
    /// <remarks>Source: field 45, <c>start_data</c>. 0 without the right to trace the task. Since: Linux 3.3.</remarks>
    public ulong? StartData { get; internal set; }

    /// <summary>The address below which the program's data lies.</summary>
    /// <remarks>Source: field 46, <c>end_data</c>. 0 without the right to trace the task. Since: Linux 3.3.</remarks>
    public ulong? EndData { get; internal set; }

    /// <summary>The address from which the heap can grow by <c>brk</c>.</summary>
    /// <remarks>Source: field 47, <c>start_brk</c>. 0 without the right to trace the task. Since: Linux 3.3.</remarks>
    public ulong? StartBrk { get; internal set; }

    /// <summary>The address at which the command line begins.</summary>
    /// <remarks>Source: field 48, <c>arg_start</c>. 0 without the right to trace the task. Since: Linux 3.5.</remarks>
    public ulong? ArgStart { get; internal set; }

    /// <summary>The address at which the command line ends.</summary>
    /// <remarks>Source: field 49, <c>arg_end</c>. 0 without the right to trace the task. Since: Linux 3.5.</remarks>
    public ulong? ArgEnd { get; internal set; }

    /// <summary>The address at which the environment begins.</summary>
    /// <remarks>Source: field 50, <c>env_start</c>. 0 without the right to trace the task. Since: Linux 3.5.</remarks>
    public ulong? EnvStart { get; internal set; }

    /// <summary>The address at which the environment ends.</summary>
    /// <remarks>Source: field 51, <c>env_end</c>. 0 without the right to trace the task. Since: Linux 3.5.</remarks>
    public ulong? EnvEnd { get; internal set; }

    /// <summary>The exit status in the form of <c>waitpid</c>; 0 while the task runs.</summary>
    /// <remarks>Source: field 52, <c>exit_code</c>. 0 without the right to trace the task. Since: Linux 3.5.</remarks>
    public int? ExitCode { get; internal set; }

    /// <summary>Fields behind the 52nd, which this library does not know, in the file's order.</summary>
    /// <remarks>Source: fields 53 and up.</remarks>
    public IReadOnlyList<string> Unrecognized { get; internal set; } = [];

    /// <summary>Reads the text of a <c>stat</c> file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">A field is missing or is not what the kernel documents.</exception>
    public static PidStat Parse(ReadOnlySpan<byte> text, string path = "stat") => PidStatParser.Parse(text, path);

    /// <summary>The row of a process.</summary>
    /// <exception cref="SyscallException">The file could not be read; <c>ENOENT</c> or <c>ESRCH</c> if the process is gone.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static PidStat Read(ProcRoot root, Pid pid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "stat").Read(root, Parse, buffer);

    /// <summary>The row of one thread.</summary>
    /// <inheritdoc cref="Read(ProcRoot, LinuxThreads.Pid, ProcBuffer?)"/>
    public static PidStat Read(ProcRoot root, Pid pid, Tid tid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "stat").Read(root, Parse, buffer);

    /// <summary>The row of a process; false only if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be read.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, [NotNullWhen(true)] out PidStat? stat, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "stat").TryRead(root, Parse, buffer, out stat);

    /// <summary>The row of one thread; false only if the thread is gone.</summary>
    /// <inheritdoc cref="TryRead(ProcRoot, LinuxThreads.Pid, out PidStat?, ProcBuffer?)"/>
    public static bool TryRead(ProcRoot root, Pid pid, Tid tid, [NotNullWhen(true)] out PidStat? stat, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "stat").TryRead(root, Parse, buffer, out stat);
}
