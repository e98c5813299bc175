namespace LinuxThreads.Switches;

/// <summary>What one thread did in a scope, by the kernel's counters.</summary>
/// <remarks>
/// Source: <c>getrusage(RUSAGE_THREAD)</c> and the thread's CPU clock at both ends. The readings themselves are in it: two system calls at each
/// end, under a microsecond together.
/// </remarks>
/// <param name="Counts">Switches away from the thread (<c>ru_nvcsw</c>, <c>ru_nivcsw</c>).</param>
/// <param name="CpuTime">Time on a CPU in nanoseconds (<c>CLOCK_THREAD_CPUTIME_ID</c>); 0 or more.</param>
/// <param name="UserTime">Its part in user mode (<c>ru_utime</c>), in steps of 1,000 ns; 0 or more. Where the kernel samples by ticks, an estimate.</param>
/// <param name="SystemTime">Its part in kernel mode (<c>ru_stime</c>), in steps of 1,000 ns; 0 or more. Where the kernel samples by ticks, an estimate.</param>
/// <param name="MinorFaults">Page faults served without input or output (<c>ru_minflt</c>); 0 or more.</param>
/// <param name="MajorFaults">Page faults that waited for input or output (<c>ru_majflt</c>); 0 or more.</param>
/// <param name="Elapsed">Time passed in nanoseconds (<c>CLOCK_MONOTONIC</c>); 0 or more.</param>
public readonly record struct ThreadUsage(
    SwitchCounts Counts,
    Nanoseconds CpuTime,
    Nanoseconds UserTime,
    Nanoseconds SystemTime,
    long MinorFaults,
    long MajorFaults,
    Nanoseconds Elapsed);
