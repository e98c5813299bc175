using LinuxThreads.Memory;
using LinuxThreads.Procfs;

namespace LinuxThreads.Limits;

/// <summary>Reads what a process takes of each limited thing, so that two readings tell what the threads between them took.</summary>
internal sealed class CostSampler
{
    private readonly ProcRoot _root;
    private readonly LedgerReader _ledger;
    private readonly string? _usageFile;

    public CostSampler(ProcRoot root, Pid pid)
    {
        _root = root;
        _ledger = new LedgerReader(root, pid);
        _usageFile = UsageFile(root, pid);
    }

    /// <summary>Why the kernel's objects could not be counted; null if they could.</summary>
    public string? WhyNoSlab => _ledger.WhyNoSlabCaches;

    /// <exception cref="MeasurementAbortedException">The process is gone, or the kernel does not show it.</exception>
    /// <exception cref="SyscallException">One of the files cannot be read.</exception>
    public Reading Read(long threads)
    {
        var ledger = _ledger.Read(checked((int)threads), stackRss: null);
        return new Reading(
            threads,
            ledger.Vmas,
            ledger.AddressSpace.Bytes,
            ledger.PrivateWritable.Bytes,
            (ledger.UserRss + ledger.PageTables).Bytes,
            _usageFile is null ? null : (long)CgroupValue.ParseNumber(_root.ReadAllBytes(_usageFile), _root.Resolve(_usageFile)),
            ledger.SlabCaches?.ToDictionary(static cache => cache.Name, static cache => (cache.ActiveObjects, cache.ObjectSize.Bytes)));
    }

    /// <summary>The kernel stack of one task: what all have, divided by the tasks, which is a power of two of pages.</summary>
    public long? ReadKernelStack(long pageSize)
    {
        if (Meminfo.Read(_root).KernelStack is not { } all)
        {
            return null;
        }

        var pages = (double)all.Bytes / Loadavg.Read(_root).NrThreads / pageSize;
        return pages > 0 ? pageSize << Math.Max(0, (int)Math.Round(Math.Log2(pages))) : null;
    }

    private static string? UsageFile(ProcRoot root, Pid pid)
    {
        try
        {
            // The root's use is not what its tasks were charged, so it tells nothing.
            return CgroupLocator.Read(root, pid, "memory") is { Directories: [var own, _, ..] } directories
                && root.Exists(Name(directories.Version, own))
                ? Name(directories.Version, own)
                : null;
        }
        catch (KernelFeatureMissingException)
        {
            return null;
        }

        static string Name(CgroupVersion version, string directory) =>
            $"{directory}/{(version == CgroupVersion.V1 ? "memory.usage_in_bytes" : "memory.current")}";
    }

    /// <param name="Threads">Threads made so far.</param>
    /// <param name="Mappings">Mappings that count.</param>
    /// <param name="AddressSpace"><c>VmSize</c>, in bytes.</param>
    /// <param name="PrivateWritable"><c>VmData</c>, in bytes.</param>
    /// <param name="User">Resident memory and page tables, in bytes.</param>
    /// <param name="Cgroup">What the process's memory cgroup is charged; null if it has none of its own.</param>
    /// <param name="Slab">Objects and their size by slab cache; null if that may not be read.</param>
    public sealed record Reading(
        long Threads,
        long Mappings,
        long AddressSpace,
        long PrivateWritable,
        long User,
        long? Cgroup,
        IReadOnlyDictionary<string, (long Objects, long Bytes)>? Slab);
}
