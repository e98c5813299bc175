using System.Diagnostics.CodeAnalysis;
using LinuxThreads.Procfs;

namespace LinuxThreads.Switches;

/// <summary>The kernel's files about the threads of one process; each answers false only if the thread, or for the listing the process, is gone.</summary>
internal interface IThreadFiles
{
    /// <summary>System time since boot in clock ticks; null if the kernel does not tell.</summary>
    ClockTicks? ReadUptime();

    bool TryList(out IReadOnlyList<Tid> tids);

    bool TryReadStat(Tid tid, [NotNullWhen(true)] out PidStat? stat);

    bool TryReadStatus(Tid tid, [NotNullWhen(true)] out PidStatus? status);

    bool TryReadSched(Tid tid, [NotNullWhen(true)] out PidSched? sched);

    bool TryReadSchedstat(Tid tid, [NotNullWhen(true)] out PidSchedstat? schedstat);
}
