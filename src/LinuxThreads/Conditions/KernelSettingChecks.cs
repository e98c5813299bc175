namespace LinuxThreads.Conditions;

/// <summary>Judges kernel settings and features from the conditions.</summary>
internal static class KernelSettingChecks
{
    public static IEnumerable<Capability> Read(MachineConditions conditions)
    {
        var kernel = conditions.Kernel;
        yield return Of("tracefs", kernel.Tracefs, conditions, "kernel.tracefs", CapabilityVerdict.Missing,
            "tracefs is mounted and its events can be listed.",
            "tracefs is not mounted, or not open to this user.",
            "As root: mount -t tracefs none /sys/kernel/tracing, and give the user CAP_DAC_READ_SEARCH or the mount a gid= of theirs.",
            "recording single context switches (trace)");
        yield return Of("pressure", kernel.PressureStallInformation, conditions, "kernel.pressure_stall_information", CapabilityVerdict.Missing,
            "Pressure stall information is on.",
            "The kernel accounts no pressure stall information.",
            "Boot with psi=1, and a kernel with CONFIG_PSI.",
            "whether tasks had to wait for a CPU or for memory");
        yield return Of("schedstats", kernel.Schedstats, conditions, "kernel.schedstats", CapabilityVerdict.Limited,
            "The scheduler's detailed statistics are on.",
            "The scheduler's detailed statistics are off; time on a CPU and waiting for one are counted all the same.",
            "As root: sysctl -w kernel.sched_schedstats=1, on a kernel with CONFIG_SCHEDSTATS.",
            "waiting, sleeping and blocking times per thread in sched");
        yield return Paranoia(conditions);
        yield return Yama(conditions);
        yield return CgroupMode(conditions);
        yield return HugePages(conditions);
    }

    /// <summary>A yes or no of the conditions as a check; unknown with the conditions' own reason.</summary>
    private static Capability Of(
        string name, bool? fact, MachineConditions conditions, string field, CapabilityVerdict otherwise, string yes, string no, string fix, string gives) =>
        fact switch
        {
            true => new Capability(name, CapabilityVerdict.Ok, yes, null, gives),
            false => new Capability(name, otherwise, no, fix, gives),
            null => Unknown(name, conditions, field, gives),
        };

    internal static Capability Unknown(string name, MachineConditions conditions, string field, string gives)
    {
        var entry = conditions.Unavailable.Concat(conditions.Now.Unavailable).FirstOrDefault(entry => entry.Field == field);
        return new Capability(name, CapabilityVerdict.Unknown, entry?.Reason ?? $"{field} is unknown.", entry?.Fix, gives);
    }

    private static Capability Paranoia(MachineConditions conditions)
    {
        const string Name = "perf-event-paranoid";
        const string Gives = "performance events without privilege";
        return conditions.Kernel.PerfEventParanoid switch
        {
            null => Unknown(Name, conditions, "kernel.perf_event_paranoid", Gives),
            <= 1 and var level => new Capability(Name, CapabilityVerdict.Ok, $"kernel.perf_event_paranoid is {level}: own processes may be counted in the kernel too.", null, Gives),
            var level => new Capability(Name, CapabilityVerdict.Limited,
                level == 2
                    ? "kernel.perf_event_paranoid is 2: without CAP_PERFMON the kernel is not counted, and context switches read 0."
                    : $"kernel.perf_event_paranoid is {level}: without CAP_PERFMON no performance event may be opened.",
                "As root: sysctl -w kernel.perf_event_paranoid=1", Gives),
        };
    }

    private static Capability Yama(MachineConditions conditions)
    {
        const string Name = "yama";
        const string Gives = "stack pointers of other processes of the same user";
        var kernel = conditions.Kernel;
        return (kernel.Yama, kernel.YamaPtraceScope) switch
        {
            (null, _) => Unknown(Name, conditions, "kernel.yama", Gives),
            (false, _) => new Capability(Name, CapabilityVerdict.Ok, "The kernel has no Yama: processes of the same user may be attached to.", null, Gives),
            (_, null) => Unknown(Name, conditions, "kernel.yama_ptrace_scope", Gives),
            (_, 0) => new Capability(Name, CapabilityVerdict.Ok, "kernel.yama.ptrace_scope is 0: processes of the same user may be attached to.", null, Gives),
            (_, var scope) => new Capability(Name, CapabilityVerdict.Limited,
                $"kernel.yama.ptrace_scope is {scope}: {(scope == 1 ? "only descendants may be attached to" : "only CAP_SYS_PTRACE may attach, at 3 nobody")}; robust lists can still be read.",
                scope == 3 ? "Yama cannot be loosened from 3 without a reboot." : "As root: sysctl -w kernel.yama.ptrace_scope=0", Gives),
        };
    }

    private static Capability CgroupMode(MachineConditions conditions)
    {
        const string Name = "cgroups";
        const string Gives = "limits on threads, memory and CPU time, and kernel memory of one group alone";
        return conditions.Cgroup.Mode switch
        {
            null => Unknown(Name, conditions, "cgroup.mode", Gives),
            "v2" => new Capability(Name, CapabilityVerdict.Ok, "Control groups version 2 are mounted.", null, Gives),
            "none" => new Capability(Name, CapabilityVerdict.Missing, "No control group file system is mounted here: limits set by groups cannot be seen.",
                "Mount cgroup2 on /sys/fs/cgroup, or let the container see it.", Gives),
            var mode => new Capability(Name, CapabilityVerdict.Limited,
                $"Control groups are {(mode == "hybrid" ? "hybrid: the controllers may be version 1" : "version 1")}, whose memory.stat does not tell kernel stacks and page tables apart.",
                "Boot with systemd.unified_cgroup_hierarchy=1 (cgroup_no_v1=all) for version 2.", Gives),
        };
    }

    private static Capability HugePages(MachineConditions conditions)
    {
        const string Name = "huge-page-stacks";
        const string Gives = "stacks that hold only what they touched";
        var memory = conditions.Memory;
        if (memory.TransparentHugePages is not { } mode)
        {
            return Unknown(Name, conditions, "memory.transparent_huge_pages", Gives);
        }

        var disabled = conditions.Process.TransparentHugePagesDisabled == true;
        if (mode != "always" || disabled)
        {
            return new Capability(Name, CapabilityVerdict.Ok,
                disabled ? "This process has switched transparent huge pages off." : $"Transparent huge pages are {mode}: stacks get none unasked.", null, Gives);
        }

        var size = memory.HugePageSizeBytes is { } bytes ? $" of {bytes:N0} bytes" : string.Empty;
        return new Capability(Name, CapabilityVerdict.Limited,
            $"Transparent huge pages are always: the first touch of an aligned part of a stack that carries no nh flag (MAP_STACK sets it since Linux 6.7) may make a whole page{size} resident.",
            "As root: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled; or choose a stack size that is no multiple of the huge page.", Gives);
    }
}
