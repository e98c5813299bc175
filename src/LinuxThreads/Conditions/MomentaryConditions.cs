using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>What changes from one moment to the next: read it before and after each measurement. A null property is unknown, with an entry that says why.</summary>
/// <remarks>A reading takes some half dozen small files.</remarks>
public sealed record MomentaryConditions
{
    /// <summary>The CPUs this process's main thread may run on, in the kernel's notation: <c>0-3,8</c>.</summary>
    /// <remarks>Source: <c>Cpus_allowed_list</c> of <c>/proc/self/status</c>; affinity and cpuset together.</remarks>
    public string? CpusAllowed { get; init; }

    /// <summary>The number of CPUs in <see cref="CpusAllowed"/>.</summary>
    /// <remarks>Source: <see cref="CpusAllowed"/>.</remarks>
    public int? CpusAllowedCount { get; init; }

    /// <summary>The threads of this process.</summary>
    /// <remarks>Source: <c>Threads</c> of <c>/proc/self/status</c>.</remarks>
    public int? ProcessThreads { get; init; }

    /// <summary>The decaying average of running and uninterruptibly waiting tasks over one minute.</summary>
    /// <remarks>Source: <c>/proc/loadavg</c>, first number.</remarks>
    public double? LoadAverage1m { get; init; }

    /// <summary>The tasks that run or wait for a CPU, this one included.</summary>
    /// <remarks>Source: <c>/proc/loadavg</c>, before the slash.</remarks>
    public int? RunnableTasks { get; init; }

    /// <summary>The tasks of the system, threads counted each.</summary>
    /// <remarks>Source: <c>/proc/loadavg</c>, behind the slash.</remarks>
    public int? TotalTasks { get; init; }

    /// <summary>Time in which the hypervisor ran something else, all CPUs, since boot, in clock ticks.</summary>
    /// <remarks>Source: <c>/proc/stat</c>, line <c>cpu</c>, column <c>steal</c>. Zero also where the hypervisor does not tell.</remarks>
    public long? StealTicks { get; init; }

    /// <summary>The time that <see cref="StealTicks"/> is a part of: all columns but the guests', which others contain, in clock ticks.</summary>
    /// <remarks>Source: <c>/proc/stat</c>, line <c>cpu</c>.</remarks>
    public long? TotalTicks { get; init; }

    /// <summary>The clock ticks of one second.</summary>
    /// <remarks>Source: <c>sysconf(_SC_CLK_TCK)</c>; unknown for a captured tree.</remarks>
    public int? ClockTicksPerSecond { get; init; }

    /// <summary>The share of the last ten seconds in which some task waited for a CPU, in percent.</summary>
    /// <remarks>Source: <c>some avg10</c> of <c>/proc/pressure/cpu</c>.</remarks>
    public double? CpuPressureAvg10Percent { get; init; }

    /// <summary>The memory that could be had without swapping, in bytes.</summary>
    /// <remarks>Source: <c>MemAvailable</c> of <c>/proc/meminfo</c>.</remarks>
    public long? MemoryAvailableBytes { get; init; }

    /// <summary>The frequency of each CPU of <see cref="CpusAllowed"/>; empty with an entry where no driver tells.</summary>
    /// <remarks>Source: see <see cref="CpuFrequency"/>.</remarks>
    public IReadOnlyList<CpuFrequency> Frequencies { get; init; } = [];

    /// <summary>True if this process's private futexes lie in a hash of its own, false if in the one that all processes share.</summary>
    /// <remarks>Source: <c>prctl(PR_FUTEX_HASH, PR_FUTEX_HASH_GET_SLOTS)</c>. Since: Linux 6.16. A process gets one with its second thread.</remarks>
    public bool? PrivateFutexHash { get; init; }

    /// <summary>The slots of the private futex hash, which grow with the threads; null without an entry if there is none.</summary>
    /// <remarks>Source: as <see cref="PrivateFutexHash"/>.</remarks>
    public int? FutexHashSlots { get; init; }

    /// <summary>Every property that is null because it is unknown, and why.</summary>
    /// <remarks>Source: the kernel's answers. Fields are spelled as in the JSON output, with <c>now.</c> before them.</remarks>
    public IReadOnlyList<Unavailable> Unavailable { get; init; } = [];

    /// <summary>The conditions at this moment. Facts that cannot be had are null; nothing is thrown.</summary>
    /// <param name="root">The running system, or a captured tree, for which what only system calls tell is unknown.</param>
    public static MomentaryConditions Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var unavailable = new List<Unavailable>();
        return MomentaryConditionsReader.Read(new FactReader(root, "now", unavailable), MachineConditions.IsLive(root)) with
        {
            Unavailable = unavailable,
        };
    }
}
