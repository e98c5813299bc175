using LinuxThreads.Interop;

namespace LinuxThreads.Conditions;

/// <summary>Tries the system calls and ioctls that only some kernels and users have.</summary>
internal static class KernelCallChecks
{
    private const string PerfGives = "counting context switches, migrations and cycles by performance events";

    public static IEnumerable<Capability> Read(bool live) =>
    [
        Tried(live, "pagemap", KernelProbes.TryPagemap, "/proc/self/pagemap",
            "A kernel with CONFIG_PROC_PAGE_MONITOR.", "how deep a stack was touched, and which of its pages are resident"),
        Tried(live, "pagemap-scan", KernelProbes.TryPagemapScan, "ioctl(PAGEMAP_SCAN)",
            "Linux 6.7 or later.", "resident and swapped pages of a stack in one call"),
        Tried(live, "procmap-query", KernelProbes.TryProcmapQuery, "ioctl(PROCMAP_QUERY)",
            "Linux 6.11 or later.", "the mapping at an address without reading all of maps"),
        PerfEvents(live),
        Tried(live, "hardware-counters", () => KernelProbes.TryPerfEvent(KernelProbes.CpuCycles, includeKernel: false),
            "perf_event_open for CPU cycles", "A machine, or a virtual machine with a virtual PMU, and a kernel.perf_event_paranoid of 2 or less.",
            "cycles and instructions per switch"),
        Taskstats(live),
    ];

    private static Capability Tried(bool live, string name, Func<Errno?> attempt, string what, string fix, string gives)
    {
        if (!live)
        {
            return NotLive(name, gives);
        }

        return attempt() is { } refused
            ? new Capability(name, CapabilityVerdict.Missing, $"{what} failed: {refused}, {refused.Description}.", fix, gives)
            : new Capability(name, CapabilityVerdict.Ok, $"{what} works.", null, gives);
    }

    private static Capability PerfEvents(bool live)
    {
        const string Name = "perf-events";
        const string Fix = "As root: sysctl -w kernel.perf_event_paranoid=1, or give the program CAP_PERFMON; in a container also let its seccomp profile pass perf_event_open.";
        if (!live)
        {
            return NotLive(Name, PerfGives);
        }

        if (KernelProbes.TryPerfEvent(KernelProbes.ContextSwitches, includeKernel: true) is not { } refused)
        {
            return new Capability(Name, CapabilityVerdict.Ok, "A counter of context switches that includes the kernel can be opened.", null, PerfGives);
        }

        return KernelProbes.TryPerfEvent(KernelProbes.ContextSwitches, includeKernel: false) is not { } refusedUser
            ? new Capability(Name, CapabilityVerdict.Limited,
                $"Only user-space counters can be opened ({refused} otherwise), and those count no context switch at all.", Fix, PerfGives)
            : new Capability(Name, CapabilityVerdict.Missing, $"perf_event_open failed: {refusedUser}, {refusedUser.Description}.", Fix, PerfGives);
    }

    private static Capability Taskstats(bool live)
    {
        const string Name = "taskstats";
        const string Gives = "switches of threads that have ended, and delay accounting";
        if (!live)
        {
            return NotLive(Name, Gives);
        }

        var refused = TaskstatsProbe.Try(TaskCalls.CurrentTid);
        return refused switch
        {
            null => new Capability(Name, CapabilityVerdict.Ok, "The kernel answers taskstats requests of this user.", null, Gives),
            { } errno when errno == Errno.ENOENT => new Capability(Name, CapabilityVerdict.Missing,
                "The kernel has no taskstats family on generic netlink.", "A kernel with CONFIG_TASKSTATS.", Gives),
            { } errno => new Capability(Name, CapabilityVerdict.Missing, $"The taskstats request failed: {errno}, {errno.Description}.",
                errno == Errno.EPERM ? "Run as root, or with CAP_NET_ADMIN in the initial user namespace." : null, Gives),
        };
    }

    private static Capability NotLive(string name, string gives) =>
        new(name, CapabilityVerdict.Unknown, "It is asked of the running kernel; this is a captured tree.", null, gives);
}
