using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Reads one kind of limit from the process's cgroup and every ancestor that can be seen.</summary>
internal static class CgroupLimitReader
{
    /// <summary>Why a limit is unknown where its hierarchy cannot be found.</summary>
    public const string NotMounted = "The hierarchy of this controller is not mounted here, or does not show this process's cgroup.";

    public static CgroupCpuLimit? Cpu(FactReader reader, CgroupDirectories? where)
    {
        var levels = Levels(reader, "cpu", where, directory => where!.Version == CgroupVersion.V2
            ? Optional(reader.Root, $"{directory}/cpu.max", (text, path) => CpuMax.Parse(text, path).Cpus)
            : CfsQuota(reader.Root, directory));
        return levels is null
            ? null
            : new CgroupCpuLimit(Tightest(levels).File is not null, Tightest(levels).Limit, Tightest(levels).File, levels[0].Limit is not null, levels[0].Limit);
    }

    public static CgroupLimit? Memory(FactReader reader, CgroupDirectories? where) =>
        Whole(Levels(reader, "memory_bytes", where, directory => where!.Version == CgroupVersion.V2
            ? Optional(reader.Root, $"{directory}/memory.max", (text, path) => Number(CgroupValue.ParseLimit(text, path)))
            : Optional(reader.Root, $"{directory}/memory.limit_in_bytes",
                (text, path) => Number(CgroupValue.ParseMemoryLimitInBytes(text, Environment.SystemPageSize, path)))));

    public static CgroupLimit? Pids(FactReader reader, CgroupDirectories? where) =>
        Whole(Levels(reader, "pids", where, directory =>
            Optional(reader.Root, $"{directory}/pids.max", (text, path) => Number(CgroupValue.ParseLimit(text, path)))));

    private static CgroupLimit? Whole(List<(string File, long? Limit)>? levels) => levels is null
        ? null
        : new CgroupLimit(Tightest(levels).File is not null, Tightest(levels).Limit, Tightest(levels).File, levels[0].Limit is not null, levels[0].Limit);

    /// <summary>The lowest limit and its file; of equal ones the nearest to the process. Both null if no level has a limit.</summary>
    private static (string? File, T? Limit) Tightest<T>(List<(string File, T? Limit)> levels)
        where T : struct
    {
        (string? File, T? Limit) tightest = (null, null);
        foreach (var level in levels)
        {
            if (level.Limit is { } limit && (tightest.Limit is not { } lowest || Comparer<T>.Default.Compare(limit, lowest) < 0))
            {
                tightest = level;
            }
        }

        return tightest;
    }

    /// <summary>Every level's limit, the process's own first; null and an entry if one of them cannot be read: it might be the tightest.</summary>
    private static List<(string File, T? Limit)>? Levels<T>(
        FactReader reader, string field, CgroupDirectories? where, Func<string, (string File, T? Limit)> read)
        where T : struct
    {
        if (where is null)
        {
            reader.Miss(field, NotMounted);
            return null;
        }

        try
        {
            return [.. where.Directories.Select(read)];
        }
        catch (SyscallException refusal)
        {
            reader.Miss(field, FactReader.Describe(refusal), refusal.Advice);
        }
        catch (ProcfsFormatException malformed)
        {
            reader.Miss(field, malformed.Message);
        }

        return null;
    }

    /// <summary>A level's limit; none where the file is absent, as in the root and where the controller is not enabled.</summary>
    private static (string File, T? Limit) Optional<T>(ProcRoot root, string path, FileParser<T?> parse)
        where T : struct =>
        (root.Resolve(path), root.TryReadAllBytes(path) is { } text ? parse(text, root.Resolve(path)) : null);

    private static (string File, double? Limit) CfsQuota(ProcRoot root, string directory)
    {
        var (file, quota) = Optional<Nanoseconds>(root, $"{directory}/cpu.cfs_quota_us", (text, path) => CgroupValue.ParseCfsQuota(text, path));
        if (quota is null)
        {
            return (file, null);
        }

        var periodFile = $"{directory}/cpu.cfs_period_us";
        var period = CgroupValue.ParseMicroseconds(root.ReadAllBytes(periodFile), root.Resolve(periodFile));
        return period > Nanoseconds.Zero
            ? (file, quota.Value / period)
            : throw new ProcfsFormatException(root.Resolve(periodFile), 1, null, "0", "a period above 0");
    }

    private static long? Number(RlimitValue limit) => limit.IsUnlimited ? null : checked((long)limit.Value);
}
