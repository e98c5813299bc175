namespace LinuxThreads.Headroom;

/// <summary>The limits that can stop a process from starting another thread.</summary>
public enum LimitName
{
    /// <summary><c>RLIMIT_NPROC</c>: tasks of one real user in one user namespace.</summary>
    RlimitNproc,

    /// <summary><c>pids.max</c>: tasks in a cgroup and everything below it.</summary>
    PidsMax,

    /// <summary><c>kernel.threads-max</c>: tasks of the whole system.</summary>
    ThreadsMax,

    /// <summary><c>kernel.pid_max</c>: thread ids of a pid namespace.</summary>
    PidMax,

    /// <summary><c>vm.max_map_count</c>: mappings of one process.</summary>
    MaxMapCount,

    /// <summary><c>RLIMIT_AS</c>: address space of one process.</summary>
    RlimitAs,

    /// <summary><c>RLIMIT_DATA</c>: private writable mappings of one process.</summary>
    RlimitData,

    /// <summary><c>CommitLimit</c>: promised memory of the whole system, where overcommit is off (<c>vm.overcommit_memory</c> 2).</summary>
    CommitLimit,

    /// <summary><c>memory.max</c>, in version 1 <c>memory.limit_in_bytes</c>: memory of a cgroup and everything below it.</summary>
    MemoryMax,

    /// <summary><c>MemAvailable</c>: memory of the whole system that can be had without swapping.</summary>
    MemAvailable,

    /// <summary>A seccomp filter that refuses <c>clone3(2)</c> in a way the C library does not expect.</summary>
    SeccompClone3,

    /// <summary><c>PTHREAD_STACK_MIN</c>: the smallest stack the C library makes.</summary>
    StackMin,
}
