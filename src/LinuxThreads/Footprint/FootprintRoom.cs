using LinuxThreads.Headroom;
using LinuxThreads.Memory;
using LinuxThreads.Procfs;

namespace LinuxThreads.Footprint;

/// <summary>Tells before the units are parked whether the limits leave room for them, from what the first few took.</summary>
internal static class FootprintRoom
{
    // What stops a mapping or a page; the rest stops tasks.
    private static readonly LimitName[] MemoryLimits =
        [LimitName.MaxMapCount, LimitName.RlimitAs, LimitName.RlimitData, LimitName.CommitLimit, LimitName.MemoryMax, LimitName.MemAvailable];

    /// <summary>How many more fit, and the limit that is in the way of more; the largest number and null if none is known.</summary>
    /// <exception cref="SyscallException">The process is gone, or its status cannot be read.</exception>
    public static (long Units, LimitCheck? Limit) Read(ProcRoot root, Pid pid, FootprintKind kind, LedgerReading first, LedgerReading second)
    {
        var inspection = LimitInspector.Inspect(root, pid, Cost(kind, first, second));
        var binding = inspection.Checks.Where(check => check.CanStopThreads && (kind.IsThread() || MemoryLimits.Contains(check.Name)))
            .MinBy(check => check.ThreadsUntilHit);
        return (binding?.ThreadsUntilHit ?? long.MaxValue, binding);
    }

    /// <summary>What one more unit takes of each limited thing, by two readings.</summary>
    internal static ThreadCost Cost(FootprintKind kind, LedgerReading first, LedgerReading second)
    {
        double units = second.Units - first.Units;
        double PerUnit(ByteSize? growth) => Math.Max(0, (growth?.Bytes ?? 0) / units);
        return new ThreadCost
        {
            Kind = kind == FootprintKind.DotnetThread ? ThreadKind.DotnetThread : ThreadKind.Pthread,
            Mappings = Math.Max(0, (second.Vmas - first.Vmas) / units),
            AddressSpaceBytes = PerUnit(second.AddressSpace - first.AddressSpace),
            PrivateWritableBytes = PerUnit(second.PrivateWritable - first.PrivateWritable),

            // Its own part exactly; the kernel's is of the whole machine, and may seem to shrink where others end threads.
            MemoryBytes = PerUnit(second.UserRss + second.PageTables - first.UserRss - first.PageTables)
                + PerUnit(second.KernelStack - first.KernelStack) + PerUnit(second.Slab - first.Slab),
            MeasuredThreads = (int)units,
        };
    }
}
