using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Reads <see cref="CgroupFacts"/>.</summary>
internal static class CgroupFactsReader
{
    private const string RtRuntimeFile = "cpu.rt_runtime_us";

    public static CgroupFacts Read(FactReader reader, KernelConfig? config)
    {
        var cgroup = reader.Value("path", "proc/self/cgroup", PidCgroup.Parse);
        var mounts = reader.Value("mode", "proc/self/mountinfo", MountInfo.Parse);
        if (cgroup is null || mounts is null)
        {
            const string Reason = "It needs both the process's cgroups and the mounts.";
            string[] dependents = cgroup is null
                ? ["depth", "ancestors_hidden", "cpu", "memory_bytes", "pids", "rt_group_scheduling"]
                : ["ancestors_hidden", "cpu", "memory_bytes", "pids", "rt_group_scheduling"];
            foreach (var field in dependents)
            {
                reader.Miss(field, Reason);
            }
        }

        var path = cgroup is null ? null : SchedulingPath(reader, cgroup);
        var facts = new CgroupFacts
        {
            Mode = mounts is null ? null : Mode(mounts),
            Path = path,
            Depth = path?.Split('/', StringSplitOptions.RemoveEmptyEntries).Length,
        };
        if (cgroup is null || mounts is null)
        {
            return facts;
        }

        var cpu = CgroupLocator.Locate(cgroup, mounts, "cpu");
        var allowance = RtAllowance(reader, cpu, config);
        return facts with
        {
            AncestorsHidden = AreAncestorsHidden(reader, cpu, mounts),
            Cpu = CgroupLimitReader.Cpu(reader, cpu),
            MemoryBytes = CgroupLimitReader.Memory(reader, CgroupLocator.Locate(cgroup, mounts, "memory")),
            Pids = CgroupLimitReader.Pids(reader, CgroupLocator.Locate(cgroup, mounts, "pids")),
            RtGroupScheduling = allowance.GroupScheduling,
            RtRuntimeUs = allowance.RuntimeUs,
        };
    }

    private static string Mode(MountInfo mounts)
    {
        // A named hierarchy (name=systemd) has no controller, and alone does not make the system version 1.
        var v1 = mounts.Entries.Any(mount => mount.FilesystemType == "cgroup" && !mount.SuperOptions.Contains("name=", StringComparison.Ordinal));
        var v2 = mounts.Entries.Any(mount => mount.FilesystemType == "cgroup2");
        return (v1, v2) switch
        {
            (true, true) => "hybrid",
            (true, false) => "v1",
            (false, true) => "v2",
            _ => "none",
        };
    }

    private static string? SchedulingPath(FactReader reader, PidCgroup cgroup)
    {
        var membership = cgroup.Memberships.FirstOrDefault(membership => membership.Controllers.Contains("cpu"))
            ?? cgroup.Memberships.FirstOrDefault(membership => membership.IsVersion2);
        if (membership is null)
        {
            reader.Miss("path", "/proc/self/cgroup has neither a hierarchy with the cpu controller nor a version 2 line.");
            reader.Miss("depth", "It follows from path.");
        }

        return membership?.Path;
    }

    private static bool? AreAncestorsHidden(FactReader reader, CgroupDirectories? cpu, MountInfo mounts)
    {
        if (cpu is null)
        {
            reader.Miss("ancestors_hidden", CgroupLimitReader.NotMounted);
            return null;
        }

        var top = cpu.Directories[^1];
        if (mounts.Entries.Any(mount => mount.MountPoint.Trim('/') == top && mount.Root != "/"))
        {
            return true;
        }

        return cpu.Version == CgroupVersion.V2
            ? reader.Listed("ancestors_hidden", top, "cgroup.events")
            : !reader.Listed("ancestors_hidden", top, "release_agent");
    }

    private static (bool? GroupScheduling, long? RuntimeUs) RtAllowance(FactReader reader, CgroupDirectories? cpu, KernelConfig? config)
    {
        if (cpu is { Version: CgroupVersion.V1 } && reader.Names(cpu.Directories[0], out _) is { } files)
        {
            return files.Contains(RtRuntimeFile)
                ? (true, reader.Number("rt_runtime_us", $"{cpu.Directories[0]}/{RtRuntimeFile}"))
                : (false, null);
        }

        if (config is null)
        {
            reader.Miss("rt_group_scheduling", "Version 2 shows no trace of it, and the kernel's configuration could not be read.");
            return default;
        }

        if (config.IsSet("CONFIG_RT_GROUP_SCHED_DEFAULT_DISABLED"))
        {
            reader.Miss("rt_group_scheduling", "The kernel was built with it off unless rt_group_sched=1 was given at boot, and version 2 shows no trace of it.");
            return default;
        }

        return (config.IsSet("CONFIG_RT_GROUP_SCHED"), null);
    }
}
