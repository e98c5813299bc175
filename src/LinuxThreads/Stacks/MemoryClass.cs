namespace LinuxThreads.Stacks;

/// <summary>What a part of a process's memory is for; the order is that of tables.</summary>
public enum MemoryClass
{
    /// <summary>Stacks of threads, as <see cref="StackSnapshot"/> located them; of each exactly its own pages.</summary>
    ThreadStacks,

    /// <summary>The inaccessible areas below those stacks and below <see cref="SignalStacks"/>.</summary>
    Guards,

    /// <summary>Alternate signal stacks (<c>sigaltstack(2)</c>), where they are mappings of their own with a guard. Inferred: the kernel shows nobody where they are.</summary>
    SignalStacks,

    /// <summary>Heaps of glibc's arenas but the main one's, whole: what is in use and what is reserved for growth.</summary>
    Arenas,

    /// <summary>The mapping <c>[heap]</c> that <c>brk</c> grows: malloc's main arena.</summary>
    Heap,

    /// <summary>The .NET garbage collector's reservations: its regions and its own tables. Inferred from their shape.</summary>
    GcHeap,

    /// <summary>Code made at run time: anonymous executable memory, and all of .NET's <c>memfd:doublemapper</c>, with the loader's data in it.</summary>
    JitCode,

    /// <summary>Files mapped privately: programs and libraries, pages copied on write included.</summary>
    FilePrivate,

    /// <summary>Files mapped shared.</summary>
    FileShared,

    /// <summary>Shared memory without a file on a disk: shmem, memfd, System V, shared anonymous memory.</summary>
    SharedMemory,

    /// <summary>Pages that the kernel maps into every process: vdso, vvar, vsyscall.</summary>
    Vdso,

    /// <summary>Anonymous memory that the process named with <c>PR_SET_VMA_ANON_NAME</c> and that is none of the above.</summary>
    NamedAnonymous,

    /// <summary>Private anonymous memory that nothing tells the use of: large blocks of malloc, zeroed data of libraries, other allocators.</summary>
    OtherAnonymous,

    /// <summary>What is none of the above: devices, rings of <c>io_uring</c> and <c>perf</c>.</summary>
    Rest,
}
