using LinuxThreads.Procfs;

namespace LinuxThreads.Switches;

/// <summary>The files of one thread, read between two looks at its start time that agreed.</summary>
internal readonly record struct ThreadReading(PidStat Stat, SwitchCounts? Counts, PidSched? Sched, PidSchedstat? Schedstat)
{
    /// <summary>True if the thread has been on a CPU for certain.</summary>
    public bool HasRun => Counts?.Switches > 0 || Stat.Utime.Value + Stat.Stime.Value > 0;

    /// <summary>The figures; those of <c>schedstat</c> only if this kernel keeps them.</summary>
    public ThreadSwitches ToThread(bool keepsSchedstat)
    {
        var schedstat = keepsSchedstat ? Schedstat : null;
        return new ThreadSwitches
        {
            Tid = Stat.Pid,
            Comm = Stat.Comm,
            StartTime = Stat.Starttime,
            Counts = Counts,
            Migrations = Sched?.SeNrMigrations,
            CpuTime = schedstat?.CpuTime ?? Sched?.SeSumExecRuntime,
            RunDelay = schedstat?.RunDelay,
            Timeslices = schedstat?.Timeslices,
        };
    }
}
