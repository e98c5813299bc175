namespace LinuxThreads.Stacks;

/// <summary>The way a thread's stack was found.</summary>
public enum StackLocatedBy
{
    /// <summary>A thread of this process whose bounds the C library told (<c>pthread_getattr_np</c>), kept in the register of threads.</summary>
    OwnBounds,

    /// <summary>By the thread's block of the C library, in which the head of its robust-futex list lies (<c>get_robust_list(2)</c>).</summary>
    RobustList,

    /// <summary>By the stack pointer (<c>/proc/[pid]/task/[tid]/syscall</c>), and the thread's block found in the memory above it.</summary>
    StackPointer,

    /// <summary>The process's first thread: the mapping that the kernel names <c>[stack]</c>.</summary>
    Main,
}
