namespace LinuxThreads.Interop;

/// <summary>A process's time by the accounting that <c>/proc/stat</c> shows: on most kernels a sample per timer tick.</summary>
/// <remarks>
/// Source: <c>clock_gettime(2)</c> on the process's <c>CPUCLOCK_PROF</c> clock (include/linux/posix-timers.h: the inverted
/// process id shifted left by three; the id 0 is the caller's own process). Not scaled to the exact run time, unlike
/// <c>getrusage(2)</c>, so that a tick charged to the CPU in <c>/proc/stat</c> is charged here as well or not at all.
/// </remarks>
internal static unsafe class AccountedClock
{
    private const int OwnProcess = ~0 << 3;
    private const int IdShift = 3;

    /// <summary>User and system time of all threads of this process, ended ones included.</summary>
    public static Nanoseconds ReadProcess() => Read(OwnProcess, "this process");

    /// <summary>The same of another process, for instance a child.</summary>
    public static Nanoseconds ReadProcess(Pid pid) => Read(~pid.Value << IdShift, $"process {pid.Value}");

    private static Nanoseconds Read(int clock, string process)
    {
        var now = stackalloc long[2];
        LastError.ThrowIfFailed(Libc.ClockGettime(clock, now), "clock_gettime", $"CPUCLOCK_PROF of {process}");
        return new Nanoseconds(checked((now[0] * Nanoseconds.PerSecond) + now[1]));
    }
}
