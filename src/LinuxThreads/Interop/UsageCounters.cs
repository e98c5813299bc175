namespace LinuxThreads.Interop;

/// <summary>One reading of <c>getrusage(2)</c>: counters since the start of the thread or process, never negative.</summary>
/// <remarks>
/// Source: <c>getrusage(RUSAGE_THREAD)</c> (since Linux 2.6.26) and <c>getrusage(RUSAGE_SELF)</c>, which includes the
/// threads that have ended. The kernel scales the two times so that they sum up to the scheduler's run time and prints
/// them in whole microseconds; <see cref="Clocks.ReadThreadCpuTime"/> has the same sum in nanoseconds.
/// </remarks>
/// <param name="UserTime"><c>ru_utime</c>, in steps of 1,000 ns.</param>
/// <param name="SystemTime"><c>ru_stime</c>, in steps of 1,000 ns.</param>
/// <param name="MinorFaults"><c>ru_minflt</c>: page faults served without input or output.</param>
/// <param name="MajorFaults"><c>ru_majflt</c>: page faults that waited for input or output.</param>
/// <param name="VoluntarySwitches"><c>ru_nvcsw</c>: times the thread gave the CPU away by blocking.</param>
/// <param name="InvoluntarySwitches"><c>ru_nivcsw</c>: times the scheduler took the CPU away; <c>sched_yield</c> counts here.</param>
internal readonly record struct UsageCounters(
    Nanoseconds UserTime,
    Nanoseconds SystemTime,
    long MinorFaults,
    long MajorFaults,
    long VoluntarySwitches,
    long InvoluntarySwitches)
{
    // struct rusage in longs: two timevals, then 14 counters.
    internal const int UserTimeAt = 0;
    internal const int SystemTimeAt = 2;
    internal const int MinorFaultsAt = 8;
    internal const int MajorFaultsAt = 9;
    internal const int VoluntarySwitchesAt = 16;
    internal const int InvoluntarySwitchesAt = 17;

    /// <summary>The counters of the calling thread. No allocation.</summary>
    public static UsageCounters ReadThread() => Read(LinuxConstants.RusageThread, "RUSAGE_THREAD");

    /// <summary>The counters of the whole process, ended threads included. No allocation.</summary>
    public static UsageCounters ReadProcess() => Read(LinuxConstants.RusageSelf, "RUSAGE_SELF");

    private static unsafe UsageCounters Read(int who, string target)
    {
        var usage = stackalloc long[LinuxConstants.RusageLongs];
        LastError.ThrowIfFailed(Libc.Getrusage(who, usage), "getrusage", target);
        return new UsageCounters(
            Time(usage + UserTimeAt),
            Time(usage + SystemTimeAt),
            usage[MinorFaultsAt],
            usage[MajorFaultsAt],
            usage[VoluntarySwitchesAt],
            usage[InvoluntarySwitchesAt]);
    }

    private static unsafe Nanoseconds Time(long* timeval) =>
        new(checked((timeval[0] * Nanoseconds.PerSecond) + (timeval[1] * 1_000)));
}
