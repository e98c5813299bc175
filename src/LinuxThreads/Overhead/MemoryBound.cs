using LinuxThreads.Conditions;
using LinuxThreads.Procfs;

namespace LinuxThreads.Overhead;

/// <summary>How large the arrays may become.</summary>
internal static class MemoryBound
{
    // Two arrays of this share take a quarter.
    private const int Share = 8;

    /// <summary>The least of the plan's bound and an eighth of what memory there is, with what sets it.</summary>
    public static (ByteSize Largest, string Bound) Of(ByteSize planned, ProcRoot root)
    {
        var meminfo = Meminfo.Read(root);
        var available = new ByteSize((meminfo.MemAvailable ?? meminfo.MemFree).Bytes / Share);
        // The kernel's configuration has no part in the limit on memory.
        var limit = CgroupFactsReader.Read(new FactReader(root, "cgroup", []), config: null).MemoryBytes?.Tightest / Share;
        return limit < Math.Min(planned.Bytes, available.Bytes) ? (new ByteSize(limit.Value), "an eighth of the cgroup's memory limit")
            : available < planned ? (available, "an eighth of the available memory")
            : (planned, "the plan");
    }
}
