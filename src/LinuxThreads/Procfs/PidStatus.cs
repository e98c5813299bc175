using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>The state of one task in words and numbers: <c>/proc/[pid]/status</c>.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/status</c> and <c>/proc/[pid]/task/[tid]/status</c> (<c>proc_pid_status</c>, fs/proc/array.c). Memory, ids of
/// the process, limits and handlers are the process's in both; name, state, masks, capabilities, allowed CPUs and switch
/// counts are those of the one thread. A member is <see langword="null"/> where the kernel printed no such line.
/// </remarks>
public sealed record PidStatus
{
    internal PidStatus()
    {
    }

    /// <summary>The task's name, with the escapes of the file (<c>\n</c>, <c>\\</c>) undone.</summary>
    /// <remarks>Source: <c>Name</c>. Excludes: nothing is cut for a user task; a backslash before any other character stands for itself.</remarks>
    public Comm Name { get; internal set; }

    /// <summary>The file mode creation mask, from 0 to octal 777; <see langword="null"/> also for a task without file system context (a zombie).</summary>
    /// <remarks>Source: <c>Umask</c>. Since: Linux 4.7.</remarks>
    public uint? Umask { get; internal set; }

    /// <summary>What the task is doing.</summary>
    /// <remarks>Source: <c>State</c>.</remarks>
    public TaskState State { get; internal set; }

    /// <summary>The process the task belongs to.</summary>
    /// <remarks>Source: <c>Tgid</c>.</remarks>
    public Pid Tgid { get; internal set; }

    /// <summary>The task's NUMA group, 0 if none.</summary>
    /// <remarks>Source: <c>Ngid</c>. Since: Linux 3.13.</remarks>
    public Tid? Ngid { get; internal set; }

    /// <summary>The task itself: a thread id.</summary>
    /// <remarks>Source: <c>Pid</c>.</remarks>
    public Tid Pid { get; internal set; }

    /// <summary>The parent process; 0 if it lies outside the reader's pid namespace.</summary>
    /// <remarks>Source: <c>PPid</c>.</remarks>
    public Pid PPid { get; internal set; }

    /// <summary>The task that traces this one; 0 if none.</summary>
    /// <remarks>Source: <c>TracerPid</c>.</remarks>
    public Tid? TracerPid { get; internal set; }

    /// <summary>The user ids.</summary>
    /// <remarks>Source: <c>Uid</c>.</remarks>
    public CredentialIds? Uid { get; internal set; }

    /// <summary>The group ids.</summary>
    /// <remarks>Source: <c>Gid</c>.</remarks>
    public CredentialIds? Gid { get; internal set; }

    /// <summary>Slots allocated for file descriptors, used or not; 0 or more.</summary>
    /// <remarks>Source: <c>FDSize</c>.</remarks>
    public long? FdSize { get; internal set; }

    /// <summary>The supplementary groups; may be empty.</summary>
    /// <remarks>Source: <c>Groups</c>.</remarks>
    public IReadOnlyList<uint>? Groups { get; internal set; }

    /// <summary>The process id in each pid namespace, the reader's first, the innermost last.</summary>
    /// <remarks>Source: <c>NStgid</c>. Since: Linux 4.1.</remarks>
    public IReadOnlyList<int>? NStgid { get; internal set; }

    /// <summary>The thread id in each pid namespace, the reader's first, the innermost last.</summary>
    /// <remarks>Source: <c>NSpid</c>. Since: Linux 4.1.</remarks>
    public IReadOnlyList<int>? NSpid { get; internal set; }

    /// <summary>The process group id in each pid namespace, the reader's first, the innermost last.</summary>
    /// <remarks>Source: <c>NSpgid</c>. Since: Linux 4.1.</remarks>
    public IReadOnlyList<int>? NSpgid { get; internal set; }

    /// <summary>The session id in each pid namespace, the reader's first, the innermost last.</summary>
    /// <remarks>Source: <c>NSsid</c>. Since: Linux 4.1.</remarks>
    public IReadOnlyList<int>? NSsid { get; internal set; }

    /// <summary>True for a thread of the kernel.</summary>
    /// <remarks>Source: <c>Kthread</c>.</remarks>
    public bool? Kthread { get; internal set; }

    /// <summary>The largest address space the process has had, in bytes.</summary>
    /// <remarks>Source: <c>VmPeak</c>. <see langword="null"/> for a task without user memory (a kernel thread, a zombie).</remarks>
    public ByteSize? VmPeak { get; internal set; }

    /// <summary>The process's address space, in bytes, touched or not.</summary>
    /// <remarks>Source: <c>VmSize</c>. <see langword="null"/> for a task without user memory (a kernel thread, a zombie).</remarks>
    public ByteSize? VmSize { get; internal set; }

    /// <summary>Locked memory (<c>mlock</c>), in bytes.</summary>
    /// <remarks>Source: <c>VmLck</c>. <see langword="null"/> for a task without user memory (a kernel thread, a zombie).</remarks>
    public ByteSize? VmLck { get; internal set; }

    /// <summary>Pinned memory, which cannot be moved, in bytes.</summary>
    /// <remarks>Source: <c>VmPin</c>. Since: Linux 3.2. <see langword="null"/> for a task without user memory (a kernel thread, a zombie).</remarks>
    public ByteSize? VmPin { get; internal set; }

    /// <summary>The largest resident set the process has had, in bytes.</summary>
    /// <remarks>Source: <c>VmHWM</c>. Approximate: counted per thread or per CPU, and some kernels print it without the parts not added up yet. <see langword="null"/> for a task without user memory.</remarks>
    public ByteSize? VmHwm { get; internal set; }

    /// <summary>The resident set, in bytes: the sum of <see cref="RssAnon"/>, <see cref="RssFile"/> and <see cref="RssShmem"/>.</summary>
    /// <remarks>Source: <c>VmRSS</c>. Approximate: counted per thread or per CPU, and some kernels print it without the parts not added up yet. <see langword="null"/> for a task without user memory.</remarks>
    public ByteSize? VmRss { get; internal set; }

    /// <summary>Resident anonymous memory, in bytes.</summary>
    /// <remarks>Source: <c>RssAnon</c>. Since: Linux 4.5. Approximate: counted per thread or per CPU, and some kernels print it without the parts not added up yet. <see langword="null"/> for a task without user memory.</remarks>
    public ByteSize? RssAnon { get; internal set; }

    /// <summary>Resident file mappings, in bytes.</summary>
    /// <remarks>Source: <c>RssFile</c>. Since: Linux 4.5. Approximate: counted per thread or per CPU, and some kernels print it without the parts not added up yet. <see langword="null"/> for a task without user memory.</remarks>
    public ByteSize? RssFile { get; internal set; }

    /// <summary>Resident shared memory (System V, tmpfs, shared anonymous mappings), in bytes.</summary>
    /// <remarks>Source: <c>RssShmem</c>. Since: Linux 4.5. Approximate: counted per thread or per CPU, and some kernels print it without the parts not added up yet. <see langword="null"/> for a task without user memory.</remarks>
    public ByteSize? RssShmem { get; internal set; }

    /// <summary>Private writable mappings other than the main thread's stack, in bytes of address space; the stacks of the other threads are among them.</summary>
    /// <remarks>Source: <c>VmData</c>. <see langword="null"/> for a task without user memory (a kernel thread, a zombie).</remarks>
    public ByteSize? VmData { get; internal set; }

    /// <summary>The mapping of the main thread's stack, in bytes of address space.</summary>
    /// <remarks>Source: <c>VmStk</c>. Excludes: the stacks of all other threads.</remarks>
    public ByteSize? VmStk { get; internal set; }

    /// <summary>The program's text segment, in bytes of address space.</summary>
    /// <remarks>Source: <c>VmExe</c>. <see langword="null"/> for a task without user memory (a kernel thread, a zombie).</remarks>
    public ByteSize? VmExe { get; internal set; }

    /// <summary>Executable mappings other than the program's own, in bytes of address space.</summary>
    /// <remarks>Source: <c>VmLib</c>. <see langword="null"/> for a task without user memory (a kernel thread, a zombie).</remarks>
    public ByteSize? VmLib { get; internal set; }

    /// <summary>Memory for the process's page tables, in bytes; since Linux 4.15 those of all levels.</summary>
    /// <remarks>Source: <c>VmPTE</c>. Since: Linux 2.6.10. Excludes: <see cref="VmPmd"/> on the kernels that print it.</remarks>
    public ByteSize? VmPte { get; internal set; }

    /// <summary>Memory for the process's second-level page tables, in bytes; newer kernels count them in <see cref="VmPte"/>.</summary>
    /// <remarks>Source: <c>VmPMD</c>. Since: Linux 4.0, until 4.14.</remarks>
    public ByteSize? VmPmd { get; internal set; }

    /// <summary>Anonymous private memory that is swapped out, in bytes.</summary>
    /// <remarks>Source: <c>VmSwap</c>. Since: Linux 2.6.34. Excludes: swapped shared memory.</remarks>
    public ByteSize? VmSwap { get; internal set; }

    /// <summary>Memory in hugetlb mappings, in bytes; not part of <see cref="VmRss"/>.</summary>
    /// <remarks>Source: <c>HugetlbPages</c>. Since: Linux 4.4. Excludes: transparent huge pages.</remarks>
    public ByteSize? HugetlbPages { get; internal set; }

    /// <summary>True while the process dumps core.</summary>
    /// <remarks>Source: <c>CoreDumping</c>. Since: Linux 4.15.</remarks>
    public bool? CoreDumping { get; internal set; }

    /// <summary>True if the process may have transparent huge pages (<c>PR_SET_THP_DISABLE</c> is not set).</summary>
    /// <remarks>Source: <c>THP_enabled</c>. Since: Linux 5.0.</remarks>
    public bool? ThpEnabled { get; internal set; }

    /// <summary>The mask that removes tag bits from the process's addresses (x86-64).</summary>
    /// <remarks>Source: <c>untag_mask</c>. Since: Linux 6.4.</remarks>
    public ulong? UntagMask { get; internal set; }

    /// <summary>The threads of the process; 0 for one whose last thread is being reaped.</summary>
    /// <remarks>Source: <c>Threads</c>.</remarks>
    public int Threads { get; internal set; }

    /// <summary>Signals queued for the real user, and the limit on them.</summary>
    /// <remarks>Source: <c>SigQ</c>. Since: Linux 2.6.12.</remarks>
    public QueuedSignals? SigQ { get; internal set; }

    /// <summary>Signals pending for this thread: bit 0 is signal 1.</summary>
    /// <remarks>Source: <c>SigPnd</c>.</remarks>
    public ulong? SigPnd { get; internal set; }

    /// <summary>Signals pending for the whole process: bit 0 is signal 1.</summary>
    /// <remarks>Source: <c>ShdPnd</c>.</remarks>
    public ulong? ShdPnd { get; internal set; }

    /// <summary>Signals this thread blocks: bit 0 is signal 1.</summary>
    /// <remarks>Source: <c>SigBlk</c>.</remarks>
    public ulong? SigBlk { get; internal set; }

    /// <summary>Signals the process ignores: bit 0 is signal 1.</summary>
    /// <remarks>Source: <c>SigIgn</c>.</remarks>
    public ulong? SigIgn { get; internal set; }

    /// <summary>Signals the process has a handler for: bit 0 is signal 1.</summary>
    /// <remarks>Source: <c>SigCgt</c>.</remarks>
    public ulong? SigCgt { get; internal set; }

    /// <summary>The inheritable capabilities: bit n is capability n.</summary>
    /// <remarks>Source: <c>CapInh</c>.</remarks>
    public ulong? CapInh { get; internal set; }

    /// <summary>The permitted capabilities: bit n is capability n.</summary>
    /// <remarks>Source: <c>CapPrm</c>.</remarks>
    public ulong? CapPrm { get; internal set; }

    /// <summary>The effective capabilities: bit n is capability n.</summary>
    /// <remarks>Source: <c>CapEff</c>.</remarks>
    public ulong? CapEff { get; internal set; }

    /// <summary>The bounding set of capabilities: bit n is capability n.</summary>
    /// <remarks>Source: <c>CapBnd</c>. Since: Linux 2.6.26.</remarks>
    public ulong? CapBnd { get; internal set; }

    /// <summary>The ambient capabilities: bit n is capability n.</summary>
    /// <remarks>Source: <c>CapAmb</c>. Since: Linux 4.3.</remarks>
    public ulong? CapAmb { get; internal set; }

    /// <summary>True if <c>execve</c> cannot grant this task new privileges.</summary>
    /// <remarks>Source: <c>NoNewPrivs</c>. Since: Linux 4.10.</remarks>
    public bool? NoNewPrivs { get; internal set; }

    /// <summary>The seccomp mode: 0 off, 1 strict, 2 filter.</summary>
    /// <remarks>Source: <c>Seccomp</c>. Since: Linux 3.8.</remarks>
    public int? Seccomp { get; internal set; }

    /// <summary>The number of seccomp filters attached; 0 or more.</summary>
    /// <remarks>Source: <c>Seccomp_filters</c>. Since: Linux 5.9.</remarks>
    public int? SeccompFilters { get; internal set; }

    /// <summary>The state of the speculative store bypass mitigation for this task, in the kernel's words.</summary>
    /// <remarks>Source: <c>Speculation_Store_Bypass</c>. Since: Linux 4.17.</remarks>
    public string? SpeculationStoreBypass { get; internal set; }

    /// <summary>The state of the indirect branch mitigation for this task, in the kernel's words.</summary>
    /// <remarks>Source: <c>SpeculationIndirectBranch</c>.</remarks>
    public string? SpeculationIndirectBranch { get; internal set; }

    /// <summary>The CPUs the task may run on as the kernel's hexadecimal mask, verbatim; <see cref="CpusAllowedList"/> is the same set.</summary>
    /// <remarks>Source: <c>Cpus_allowed</c>.</remarks>
    public string? CpusAllowed { get; internal set; }

    /// <summary>The CPUs the task may run on.</summary>
    /// <remarks>Source: <c>Cpus_allowed_list</c>. Since: Linux 2.6.26.</remarks>
    public CpuList? CpusAllowedList { get; internal set; }

    /// <summary>The memory nodes the task may use as the kernel's hexadecimal mask, verbatim; <see cref="MemsAllowedList"/> is the same set.</summary>
    /// <remarks>Source: <c>Mems_allowed</c>.</remarks>
    public string? MemsAllowed { get; internal set; }

    /// <summary>The memory nodes the task may use.</summary>
    /// <remarks>Source: <c>Mems_allowed_list</c>. Since: Linux 2.6.26.</remarks>
    public CpuList? MemsAllowedList { get; internal set; }

    /// <summary>How often this one thread gave up its CPU to wait; 0 or more.</summary>
    /// <remarks>Source: <c>voluntary_ctxt_switches</c>. Since: Linux 2.6.23. Excludes: the process's other threads, in <c>/proc/[pid]/status</c> too.</remarks>
    public long? VoluntaryCtxtSwitches { get; internal set; }

    /// <summary>How often this one thread was taken off its CPU while it could run; 0 or more.</summary>
    /// <remarks>Source: <c>nonvoluntary_ctxt_switches</c>. Since: Linux 2.6.23. Excludes: the process's other threads, in <c>/proc/[pid]/status</c> too. A thread that calls <c>sched_yield</c> is counted here.</remarks>
    public long? NonvoluntaryCtxtSwitches { get; internal set; }

    /// <summary>Lines with a key this library does not know, in the file's order; a line without a key has the empty one.</summary>
    /// <remarks>Source: every other line of the file.</remarks>
    public IReadOnlyList<KeyValuePair<string, string>> Unrecognized { get; internal set; } = [];

    /// <summary>Reads the text of a <c>status</c> file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">A known line has a value that is not what the kernel documents, or one that every kernel has is missing.</exception>
    public static PidStatus Parse(ReadOnlySpan<byte> text, string path = "status") => PidStatusParser.Parse(text, path);

    /// <summary>The status of a process, and of its first thread where a line is about one thread.</summary>
    /// <exception cref="SyscallException">The file could not be read; <c>ENOENT</c> or <c>ESRCH</c> if the process is gone.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static PidStatus Read(ProcRoot root, Pid pid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "status").Read(root, Parse, buffer);

    /// <summary>The status of one thread.</summary>
    /// <inheritdoc cref="Read(ProcRoot, Pid, ProcBuffer?)"/>
    public static PidStatus Read(ProcRoot root, Pid pid, Tid tid, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "status").Read(root, Parse, buffer);

    /// <summary>The status of a process; false only if the process is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be read.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, [NotNullWhen(true)] out PidStatus? status, ProcBuffer? buffer = null) =>
        new TaskFile(pid, null, "status").TryRead(root, Parse, buffer, out status);

    /// <summary>The status of one thread; false only if the thread is gone.</summary>
    /// <inheritdoc cref="TryRead(ProcRoot, Pid, out PidStatus?, ProcBuffer?)"/>
    public static bool TryRead(ProcRoot root, Pid pid, Tid tid, [NotNullWhen(true)] out PidStatus? status, ProcBuffer? buffer = null) =>
        new TaskFile(pid, tid, "status").TryRead(root, Parse, buffer, out status);
}
