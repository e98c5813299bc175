using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Verdicts;

/// <summary>The calling thread's counters between two places of a managed body: what <c>lt_counters_read</c> is to a native one, without the shim.</summary>
/// <remarks>
/// Source: <c>getrusage(RUSAGE_THREAD)</c>, <c>CLOCK_THREAD_CPUTIME_ID</c>, and of <c>/proc/thread-self</c> <c>schedstat</c> and <c>sched</c>,
/// which some kernels do not have. The files are read outside of the system calls, so that what reading them takes is not in those.
/// </remarks>
internal sealed class ThreadCounters
{
    private readonly ProcBuffer _buffer = new();
    private readonly SortedSet<int> _cpus = [];
    private readonly Files _files;
    private readonly UsageCounters _usage;
    private readonly Nanoseconds _cpuTime;

    private ThreadCounters()
    {
        _files = ReadFiles();
        _cpus.Add(Libc.SchedGetcpu());
        _cpuTime = Clocks.ReadThreadCpuTime();
        _usage = UsageCounters.ReadThread();
    }

    /// <summary>Begins on this thread, and ends on it.</summary>
    public static ThreadCounters Begin() => new();

    /// <summary>What the kernel counted since.</summary>
    /// <exception cref="SyscallException">The kernel refused <c>getrusage</c> or the clock.</exception>
    public ShimEvidence End()
    {
        var usage = UsageCounters.ReadThread();
        var cpuTime = Clocks.ReadThreadCpuTime() - _cpuTime;
        _cpus.Add(Libc.SchedGetcpu());
        var files = ReadFiles();
        var evidence = new ShimEvidence
        {
            Tid = TaskCalls.CurrentTid.Value,
            Counters = ShimCounters.New() with
            {
                Known = ShimConstants.KnownRusage | ShimConstants.KnownCpuTime,
                Voluntary = (ulong)(usage.VoluntarySwitches - _usage.VoluntarySwitches),
                Involuntary = (ulong)(usage.InvoluntarySwitches - _usage.InvoluntarySwitches),
                MinorFaults = (ulong)(usage.MinorFaults - _usage.MinorFaults),
                MajorFaults = (ulong)(usage.MajorFaults - _usage.MajorFaults),
                CpuNs = (ulong)cpuTime.Value,
            },
        };
        if (files.RunDelay is { } delayed && _files.RunDelay is { } before)
        {
            evidence.Counters.Known |= ShimConstants.KnownSchedstat;
            evidence.Counters.RunDelayNs = (ulong)(delayed - before).Value;
        }

        if (files.Migrations - _files.Migrations is { } migrations)
        {
            evidence.Counters.Known |= ShimConstants.KnownMigrations;
            evidence.Counters.Migrations = (ulong)migrations;
        }

        foreach (var cpu in _cpus.Where(static cpu => cpu is >= 0 and < ShimConstants.MaxCpus))
        {
            evidence.CpusSeen[cpu / 64] |= 1ul << (cpu % 64);
        }

        return evidence;
    }

    private Files ReadFiles()
    {
        Nanoseconds? delay = null;
        long? migrations = null;
        if (ProcRoot.System.TryRead("proc/thread-self/schedstat", _buffer))
        {
            // All zero where schedstats are switched off: the thread that asks has run.
            var schedstat = PidSchedstat.Parse(_buffer.Bytes);
            delay = schedstat.IsAllZero ? null : schedstat.RunDelay;
        }

        if (ProcRoot.System.TryRead("proc/thread-self/sched", _buffer))
        {
            migrations = PidSched.Parse(_buffer.Bytes).SeNrMigrations;
        }

        return new Files(delay, migrations);
    }

    private readonly record struct Files(Nanoseconds? RunDelay, long? Migrations);
}
