using LinuxThreads.Interop;

namespace LinuxThreads.Verdicts;

/// <summary>The counters of this whole process over a window, for work that has no threads of its own to ask.</summary>
internal sealed class ProcessWindow
{
    private readonly int _cpus;
    private readonly OccupancyProbe _probe;
    private readonly UsageCounters _usage;
    private readonly Nanoseconds _cpu;
    private readonly Nanoseconds _opened;

    private ProcessWindow(IReadOnlyCollection<int> cpus)
    {
        _cpus = cpus.Count;
        _probe = OccupancyProbe.Start(cpus);
        _usage = UsageCounters.ReadProcess();
        _cpu = Clocks.ReadProcessCpuTime();
        _opened = Clocks.ReadMonotonic();
    }

    /// <summary>Opens a window over work that runs on these CPUs; a single one is taken to be kept busy.</summary>
    public static ProcessWindow Open(IReadOnlyCollection<int> cpus) => new(cpus);

    /// <summary>Closes it.</summary>
    /// <param name="nominalSwitches">As <see cref="Evidence.NominalSwitches"/>.</param>
    public ProcessWindowEnd Close(long nominalSwitches)
    {
        var wall = Clocks.ReadMonotonic() - _opened;
        var cpu = Clocks.ReadProcessCpuTime() - _cpu;
        var usage = UsageCounters.ReadProcess();
        var voluntary = usage.VoluntarySwitches - _usage.VoluntarySwitches;
        var involuntary = usage.InvoluntarySwitches - _usage.InvoluntarySwitches;
        var evidence = new Evidence
        {
            NominalSwitches = nominalSwitches,
            CountedSwitches = voluntary + involuntary,
            Voluntary = voluntary,
            Involuntary = involuntary,
            // The kernel has neither for a whole process, whose threads come and go.
            Migrations = null,
            RunDelay = null,
            CpuTime = cpu,
            WallTime = wall,
            CpusSeen = [],
        };
        return new ProcessWindowEnd(
            evidence, _cpus == 1 ? _probe.EndOfKeptBusy(wall, cpu) : _probe.EndOfIdling(), usage.MinorFaults - _usage.MinorFaults);
    }
}
