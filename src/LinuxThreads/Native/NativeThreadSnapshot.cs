namespace LinuxThreads.Native;

/// <summary>The calling thread as the kernel and the C library see it at one moment.</summary>
/// <param name="Tid">The kernel's id, from <c>gettid(2)</c>.</param>
/// <param name="Name">The kernel's name, from <c>prctl(PR_GET_NAME)</c>; bytes that are not UTF-8 read as U+FFFD.</param>
/// <param name="ManagedThreadId">The runtime's id, <see cref="Environment.CurrentManagedThreadId"/>.</param>
/// <param name="Cpu">The CPU it ran on when asked, from <c>sched_getcpu(3)</c>; it may have moved since.</param>
/// <param name="Affinity">The CPUs it may run on.</param>
/// <param name="StackBounds">Its stack.</param>
public sealed record NativeThreadSnapshot(
    Tid Tid,
    string Name,
    int ManagedThreadId,
    int Cpu,
    CpuSet Affinity,
    StackBounds StackBounds);
