namespace LinuxThreads.Interop;

/// <summary>Readers of the kernel's clocks; no allocation.</summary>
internal static unsafe class Clocks
{
    /// <summary><c>CLOCK_MONOTONIC</c>: time since an unspecified start, not counting suspend.</summary>
    public static Nanoseconds ReadMonotonic()
    {
        var now = stackalloc long[2];
        LastError.ThrowIfFailed(Libc.ClockGettimeOfVdso(LinuxConstants.ClockMonotonic, now), "clock_gettime", "CLOCK_MONOTONIC");
        return Compose(now);
    }

    /// <summary><c>CLOCK_THREAD_CPUTIME_ID</c>: CPU time of the calling thread, user and system, from the scheduler's own sum.</summary>
    public static Nanoseconds ReadThreadCpuTime()
    {
        var now = stackalloc long[2];
        LastError.ThrowIfFailed(Libc.ClockGettime(LinuxConstants.ClockThreadCputimeId, now), "clock_gettime", "CLOCK_THREAD_CPUTIME_ID");
        return Compose(now);
    }

    /// <summary><c>CLOCK_PROCESS_CPUTIME_ID</c>: CPU time of all threads of this process, those that ended included.</summary>
    public static Nanoseconds ReadProcessCpuTime()
    {
        var now = stackalloc long[2];
        LastError.ThrowIfFailed(Libc.ClockGettime(LinuxConstants.ClockProcessCputimeId, now), "clock_gettime", "CLOCK_PROCESS_CPUTIME_ID");
        return Compose(now);
    }

    private static Nanoseconds Compose(long* timespec) => new(checked((timespec[0] * Nanoseconds.PerSecond) + timespec[1]));
}
