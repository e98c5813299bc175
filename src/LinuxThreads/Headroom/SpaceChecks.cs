using LinuxThreads.Procfs;

namespace LinuxThreads.Headroom;

/// <summary>The limits on a process's mappings and address space, and on what the system promises.</summary>
internal static class SpaceChecks
{
    private const string Bytes = "bytes";
    private const int OvercommitNever = 2;

    /// <summary><c>vm.max_map_count</c>: <c>mmap</c>, and <c>mprotect</c> where it splits a mapping, compare it with the process's count.</summary>
    public static LimitCheck Mappings(LimitContext context)
    {
        const string path = "/proc/sys/vm/max_map_count";
        return LimitContext.Read(LimitName.MaxMapCount, context.ProcessScope, path, () =>
        {
            var limit = RlimitValue.Limited((ulong)SysctlNumber.Read(context.Root, "vm/max_map_count"));
            var current = new MappingCount().Read(context.Root, context.Pid);
            var cost = context.Cost.Mappings;
            return new LimitCheck
            {
                Name = LimitName.MaxMapCount,
                Scope = context.ProcessScope,
                Path = path,
                Unit = "mappings",
                Limit = limit,
                Current = current,
                PerThread = cost,
                ThreadsUntilHit = LimitContext.Fit(limit, current, cost),
                Errno = Errno.EAGAIN,
                Enforced = true,
                Why = LimitContext.Sentences(
                    context.WhyNoCost(cost),
                    context.Cost.Kind == ThreadKind.DotnetThread ? "A .NET process rarely survives it: the runtime aborts where it can map no more memory." : null),
                HowToRaise = "Raise it with 'sysctl vm.max_map_count=N'; threads that share mappings (stacks without guards, or carved from one block) take fewer.",
            };
        });
    }

    /// <summary><c>RLIMIT_AS</c>: <c>may_expand_vm</c> compares it with <c>total_vm</c>.</summary>
    public static LimitCheck AddressSpace(LimitContext context) => Rlimit(
        context,
        LimitName.RlimitAs,
        static limits => limits.MaxAddressSpace,
        static status => status.VmSize,
        context.Cost.AddressSpaceBytes,
        enforced: true,
        why: null,
        "Raise it with 'ulimit -v' or LimitAS= of the systemd unit, or start threads with smaller stacks.");

    /// <summary><c>RLIMIT_DATA</c>: <c>may_expand_vm</c> compares it with <c>data_vm</c>, which thread stacks are part of since Linux 4.7.</summary>
    public static LimitCheck Data(LimitContext context)
    {
        const string parameter = "sys/module/kernel/parameters/ignore_rlimit_data";
        var ignored = context.Root.TryReadAllBytes(parameter) is [(byte)'Y', ..];
        return Rlimit(
            context,
            LimitName.RlimitData,
            static limits => limits.MaxDataSize,
            static status => status.VmData,
            context.Cost.PrivateWritableBytes,
            enforced: !ignored,
            ignored ? $"The kernel only warns: /{parameter} is Y." : null,
            "Raise it with 'ulimit -d' or LimitDATA= of the systemd unit, or start threads with smaller stacks.");
    }

    /// <summary><c>CommitLimit</c>, less what <c>__vm_enough_memory</c> keeps back; it only binds in overcommit mode 2.</summary>
    public static LimitCheck Commit(LimitContext context)
    {
        const string path = "/proc/meminfo";
        return LimitContext.Read(LimitName.CommitLimit, "system", path, () =>
        {
            var mode = SysctlNumber.Read(context.Root, "vm/overcommit_memory");
            var meminfo = Meminfo.Read(context.Root);
            if (meminfo.CommitLimit is not { } commit || meminfo.CommittedAS is not { } committed)
            {
                return LimitContext.Unreadable(LimitName.CommitLimit, "system", path, "The kernel printed no CommitLimit or no Committed_AS.");
            }

            var cost = context.Cost.PrivateWritableBytes;
            var never = mode == OvercommitNever;
            var reserve = never ? Reserve(context) : 0;
            var limit = RlimitValue.Limited((ulong)commit.Bytes);
            var used = committed.Bytes + reserve;
            return new LimitCheck
            {
                Name = LimitName.CommitLimit,
                Scope = "system",
                Path = path,
                Unit = Bytes,
                Limit = limit,
                Current = used,
                PerThread = cost,
                ThreadsUntilHit = never ? LimitContext.Fit(limit, used, cost) : null,
                Errno = Errno.EAGAIN,
                Enforced = never,
                Why = never
                    ? LimitContext.Sentences(reserve > 0 ? $"Counted as used are {reserve} B that are kept back (admin_reserve_kbytes, user_reserve_kbytes)." : null, context.WhyNoCost(cost))
                    : $"It only binds when vm.overcommit_memory is 2, and it is {mode}.",
                HowToRaise = "Raise it with 'sysctl vm.overcommit_ratio=N' or more swap, or start threads with smaller stacks.",
            };
        });
    }

    private static LimitCheck Rlimit(
        LimitContext context,
        LimitName name,
        Func<PidLimits, ResourceLimit?> row,
        Func<PidStatus, ByteSize?> use,
        double? cost,
        bool enforced,
        string? why,
        string howToRaise)
    {
        var path = $"/proc/{context.Pid}/limits";
        return LimitContext.Read(name, context.ProcessScope, path, () =>
        {
            if (row(PidLimits.Read(context.Root, context.Pid)) is not { } limit)
            {
                return LimitContext.Unreadable(name, context.ProcessScope, path, "The kernel printed no such row.");
            }

            var current = use(context.Status)?.Bytes;
            var unlimited = limit.Soft.IsUnlimited;
            return new LimitCheck
            {
                Name = name,
                Scope = context.ProcessScope,
                Path = path,
                Unit = Bytes,
                Limit = limit.Soft,
                Current = current,
                PerThread = cost,
                ThreadsUntilHit = current is { } used && enforced ? LimitContext.Fit(limit.Soft, used, cost) : null,
                Readable = current is not null || unlimited,
                Errno = Errno.EAGAIN,
                Enforced = enforced && !unlimited,
                Why = LimitContext.Sentences(
                    why,
                    unlimited ? "No limit is set." : context.WhyNoCost(cost),
                    current is null && !unlimited ? "The process's use of it could not be read." : null),
                HowToRaise = $"{howToRaise} (Hard limit here: {limit.Hard}.)",
            };
        });
    }

    // mm/util.c, __vm_enough_memory: pages kept for root, and for others 3 % of the process up to a limit.
    private static long Reserve(LimitContext context)
    {
        const int CapSysAdmin = 21;
        var isAdmin = context.Status.CapEff is { } effective
            && (effective & (1UL << CapSysAdmin)) != 0
            && context.UserNamespace == LimitContext.InitialUserNamespace;
        var admin = isAdmin ? 0 : (SysctlNumber.ReadOrNull(context.Root, "vm/admin_reserve_kbytes") ?? 0) * 1024;
        var user = (SysctlNumber.ReadOrNull(context.Root, "vm/user_reserve_kbytes") ?? 0) * 1024;
        return admin + Math.Min((context.Status.VmSize?.Bytes ?? 0) / 32, user);
    }
}
