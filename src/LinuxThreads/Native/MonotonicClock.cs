using LinuxThreads.Interop;

namespace LinuxThreads.Native;

/// <summary>The kernel's monotonic clock, which the deadlines of <see cref="Futex"/> refer to.</summary>
public static class MonotonicClock
{
    /// <summary>Time since an unspecified start, in nanoseconds; never falls.</summary>
    /// <remarks>
    /// Source: <c>clock_gettime(CLOCK_MONOTONIC)</c>, answered in user space by the vDSO where the clock source allows.
    /// Excludes: time during which the machine was suspended.
    /// </remarks>
    public static Nanoseconds Read()
    {
        LinuxPlatform.Require();
        return Clocks.ReadMonotonic();
    }
}
