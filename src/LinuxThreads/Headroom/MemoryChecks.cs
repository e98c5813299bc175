using LinuxThreads.Procfs;

namespace LinuxThreads.Headroom;

/// <summary>The limits on memory itself. What they answer is the OOM killer, never an error number.</summary>
internal static class MemoryChecks
{
    private const string Bytes = "bytes";

    /// <summary><c>memory.max</c> or <c>memory.limit_in_bytes</c> of the process's cgroup and of every ancestor.</summary>
    public static IEnumerable<LimitCheck> Cgroups(LimitContext context)
    {
        var reader = new CgroupChecks(context, LimitName.MemoryMax, "memory");
        return reader.ForEach(directory => Cgroup(context, reader, directory));
    }

    /// <summary><c>MemAvailable</c>: what the system can give without swapping.</summary>
    public static LimitCheck Available(LimitContext context)
    {
        const string path = "/proc/meminfo";
        return LimitContext.Read(LimitName.MemAvailable, "system", path, () =>
        {
            var meminfo = Meminfo.Read(context.Root);
            if (meminfo.MemAvailable is not { } available)
            {
                return LimitContext.Unreadable(LimitName.MemAvailable, "system", path, "The kernel printed no MemAvailable (Linux 3.14).");
            }

            var limit = RlimitValue.Limited((ulong)meminfo.MemTotal.Bytes);
            var used = (meminfo.MemTotal - available).Bytes;
            var cost = context.Cost.MemoryBytes;
            return new LimitCheck
            {
                Name = LimitName.MemAvailable,
                Scope = "system",
                Path = path,
                Unit = Bytes,
                Limit = limit,
                Current = used,
                PerThread = cost,
                ThreadsUntilHit = LimitContext.Fit(limit, used, cost),
                Enforced = true,
                Why = LimitContext.Sentences(
                    "Counted for threads that only sleep; beyond it pages are swapped or the OOM killer ends a process.",
                    meminfo.SwapFree is { Bytes: > 0 } swap ? $"Another {swap} of swap are free." : null,
                    context.WhyNoCost(cost)),
                HowToRaise = "Add memory, or let other processes use less.",
            };
        });
    }

    private static LimitCheck? Cgroup(LimitContext context, CgroupChecks reader, CgroupDirectory directory)
    {
        var version1 = directory.Version == CgroupVersion.V1;
        var file = version1 ? "memory.limit_in_bytes" : "memory.max";
        if (reader.Text(directory, file) is not { } text)
        {
            return null;
        }

        var full = reader.Full(directory, file);
        var limit = version1 ? CgroupValue.ParseMemoryLimitInBytes(text, context.PageSize, full) : CgroupValue.ParseLimit(text, full);
        var usage = reader.Number(directory, version1 ? "memory.usage_in_bytes" : "memory.current");
        var cost = context.Cost.MemoryBytes;

        // The page cache is given up before anybody is killed, so it stands in no thread's way.
        var cache = FileCache(reader.Stat(directory, "memory.stat"), version1);
        var use = usage is { } bytes ? Math.Max(0, (long)bytes - (cache ?? 0)) : (long?)null;
        var kills = OomKills(reader, directory);
        return new LimitCheck
        {
            Name = LimitName.MemoryMax,
            Scope = directory.Scope,
            Path = $"/{directory.Path}/{file}",
            Unit = Bytes,
            Limit = limit,
            Current = use,
            PerThread = cost,
            ThreadsUntilHit = use is { } used ? LimitContext.Fit(limit, used, cost) : null,
            Readable = use is not null || limit.IsUnlimited,
            Enforced = !limit.IsUnlimited,
            Why = LimitContext.Sentences(
                limit.IsUnlimited ? "No limit is set here." : context.WhyNoCost(cost),
                use is null && !limit.IsUnlimited ? "The cgroup's use could not be read." : null,
                limit.IsUnlimited ? null : cache is { } pages ? $"Left out are {pages} B of page cache, which is given up first." : "Page cache is counted as used, as memory.stat is missing.",
                kills is > 0 ? $"The OOM killer has struck here {kills} times." : null),
            HowToRaise = $"Raise it with 'echo N > /{directory.Path}/{file}', MemoryMax= of the systemd unit, or the container's --memory.",
        };
    }

    private static long? FileCache(CgroupStat? stat, bool version1)
    {
        var prefix = version1 ? "total_" : "";
        return stat?[$"{prefix}inactive_file"] is { } inactive && stat[$"{prefix}active_file"] is { } active
            ? (long)(inactive + active)
            : null;
    }

    private static ulong? OomKills(CgroupChecks reader, CgroupDirectory directory) =>
        reader.Stat(directory, directory.Version == CgroupVersion.V1 ? "memory.oom_control" : "memory.events")?["oom_kill"];
}
