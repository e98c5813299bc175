using LinuxThreads.Procfs;

namespace LinuxThreads.Headroom;

/// <summary>Reads the CPU quotas that hold for a process.</summary>
internal static class CpuQuotaReader
{
    /// <summary>The quota of the process's cgroup and of every ancestor that can be seen, its own first; what could not be had goes to <paramref name="unavailable"/>.</summary>
    public static List<CpuQuota> Read(ProcRoot root, Pid pid, List<Unavailable> unavailable)
    {
        var quotas = new List<CpuQuota>();
        foreach (var directory in CgroupPaths.Find(root, pid, "cpu", "quotas", unavailable))
        {
            try
            {
                if (ReadOne(root, directory) is { } quota)
                {
                    quotas.Add(quota);
                }
            }
            catch (SyscallException exception)
            {
                unavailable.Add(new Unavailable("quotas", $"{directory.Scope}: {exception.Message}", null));
            }
        }

        return quotas;
    }

    /// <summary>The smallest quota; null if none is set.</summary>
    public static CpuQuota? Tightest(IEnumerable<CpuQuota> quotas) => quotas.Where(quota => quota.Cpus is not null).MinBy(quota => quota.Cpus);

    private static CpuQuota? ReadOne(ProcRoot root, CgroupDirectory directory)
    {
        if (directory.Version == CgroupVersion.V2)
        {
            var file = $"{directory.Path}/cpu.max";
            return root.TryReadAllBytes(file) is { } text && CpuMax.Parse(text, root.Resolve(file)) is var max
                ? new CpuQuota(directory.Scope, $"/{file}", max.Quota, max.Period)
                : null;
        }

        var quota = $"{directory.Path}/cpu.cfs_quota_us";
        var period = $"{directory.Path}/cpu.cfs_period_us";
        return root.TryReadAllBytes(quota) is { } quotaText && root.TryReadAllBytes(period) is { } periodText
            ? new CpuQuota(
                directory.Scope,
                $"/{quota}",
                CgroupValue.ParseCfsQuota(quotaText, root.Resolve(quota)),
                CgroupValue.ParseMicroseconds(periodText, root.Resolve(period)))
            : null;
    }
}
