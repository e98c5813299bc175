namespace LinuxThreads.Procfs;

/// <summary>The three shapes of the line in <c>/proc/[pid]/syscall</c>.</summary>
public enum SyscallPosition
{
    /// <summary>The thread is on a CPU, or was put back on a run queue while the kernel looked: <c>running</c>.</summary>
    Running,

    /// <summary>The thread is blocked, but in no system call (a page fault, an interrupt, a kernel thread): <c>-1</c> and two addresses.</summary>
    OutsideSyscall,

    /// <summary>The thread is blocked in a system call: its number, six arguments and two addresses.</summary>
    InSyscall,
}
