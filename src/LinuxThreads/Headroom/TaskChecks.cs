using LinuxThreads.Procfs;

namespace LinuxThreads.Headroom;

/// <summary>The limits on the number of tasks: per user, per cgroup, per system and per pid namespace.</summary>
internal static class TaskChecks
{
    private const int CapSysAdmin = 21;
    private const int CapSysResource = 24;
    private const string Tasks = "tasks";

    /// <summary><c>RLIMIT_NPROC</c>: <c>copy_process</c> refuses while the user's count is above it, unless the user or a capability is exempt.</summary>
    public static LimitCheck UserTasks(LimitContext context)
    {
        var path = $"/proc/{context.Pid}/limits";
        var uid = context.Status.Uid?.Real;
        var scope = uid is null ? "user unknown" : $"user {uid}";
        return LimitContext.Read(LimitName.RlimitNproc, scope, path, () =>
        {
            if (uid is not { } user || PidLimits.Read(context.Root, context.Pid).MaxProcesses is not { } row)
            {
                return LimitContext.Unreadable(LimitName.RlimitNproc, scope, path, "The kernel printed no user id, or no row 'Max processes'.");
            }

            var (count, hidden) = CountOf(user, context);
            var (enforced, why) = Enforcement(context, user);
            return new LimitCheck
            {
                Name = LimitName.RlimitNproc,
                Scope = $"user {user} in its user namespace",
                Path = path,
                Unit = Tasks,
                Limit = row.Soft,
                Current = count,
                PerThread = 1,
                ThreadsUntilHit = LimitContext.Fit(row.Soft, count, 1),
                Errno = Errno.EAGAIN,
                Enforced = enforced,
                Why = LimitContext.Sentences(
                    why,
                    hidden == 0 ? null : $"Of {hidden} tasks of this user the user namespace cannot be read; they are counted."),
                HowToRaise = $"Raise it with 'ulimit -u', LimitNPROC= of the systemd unit or /etc/security/limits.conf (hard limit here: {row.Hard}).",
            };
        });
    }

    /// <summary><c>pids.max</c> of the process's cgroup and of every ancestor; <c>pids_can_fork</c> asks each.</summary>
    public static IEnumerable<LimitCheck> CgroupTasks(LimitContext context)
    {
        var reader = new CgroupChecks(context, LimitName.PidsMax, "pids");
        return reader.ForEach(directory => reader.Limit(directory, "pids.max") is not { } limit
            ? null
            : PidsMax(context, directory, limit, reader.Number(directory, "pids.current")));
    }

    /// <summary><c>kernel.threads-max</c>: <c>copy_process</c> compares it with <c>nr_threads</c>.</summary>
    public static LimitCheck SystemTasks(LimitContext context)
    {
        const string path = "/proc/sys/kernel/threads-max";
        return LimitContext.Read(LimitName.ThreadsMax, "system", path, () =>
        {
            var limit = RlimitValue.Limited((ulong)SysctlNumber.Read(context.Root, "kernel/threads-max"));
            var current = Loadavg.Read(context.Root).NrThreads;
            return new LimitCheck
            {
                Name = LimitName.ThreadsMax,
                Scope = "system",
                Path = path,
                Unit = Tasks,
                Limit = limit,
                Current = current,
                PerThread = 1,
                ThreadsUntilHit = LimitContext.Fit(limit, current, 1),
                Errno = Errno.EAGAIN,
                Enforced = true,
                HowToRaise = "Raise it with 'sysctl kernel.threads-max=N'; every task takes a kernel stack, which is what it protects.",
            };
        });
    }

    /// <summary><c>kernel.pid_max</c>: ids from the last one up, then again from 300; each must be free (<c>alloc_pid</c>).</summary>
    public static IEnumerable<LimitCheck> TaskIds(LimitContext context)
    {
        const string path = "/proc/sys/kernel/pid_max";
        const string scope = "pid namespace";
        yield return LimitContext.Read(LimitName.PidMax, scope, path, () =>
        {
            var max = SysctlNumber.Read(context.Root, "kernel/pid_max");
            var next = Loadavg.Read(context.Root).LastPid + 1;

            // Before the first wrap-around the ids below 300 that are behind the cursor are lost for good.
            var lowest = Math.Min(next, TaskCensus.ReservedPids);
            var used = context.Census.Tasks - context.Census.LowIds;
            var total = RlimitValue.Limited((ulong)Math.Max(0, max - lowest));
            return new LimitCheck
            {
                Name = LimitName.PidMax,
                Scope = scope,
                Path = path,
                Unit = Tasks,
                Limit = total,
                Current = used,
                PerThread = 1,
                ThreadsUntilHit = LimitContext.Fit(total, used, 1),
                Errno = Errno.EAGAIN,
                Enforced = true,
                Why = $"pid_max is {max}; the ids below {lowest} are not given out again, so the limit shown is what remains.",
                HowToRaise = "Raise it with 'sysctl kernel.pid_max=N', at most 4194304.",
            };
        });

        // Each level of nesting gives the task an id of its own, under its own pid_max since Linux 6.14.
        if (context.Root.TryReadLink("proc/self/ns/pid") is not LimitContext.InitialPidNamespace)
        {
            yield return LimitContext.Unreadable(
                LimitName.PidMax, "parent pid namespaces", path, "Every thread also takes an id in each parent pid namespace, whose pid_max and use cannot be read from inside.");
        }

        if (context.Status.NSpid is { Count: > 1 })
        {
            yield return LimitContext.Unreadable(
                LimitName.PidMax, $"pid namespace of process {context.Pid}", path, "The process lives in a pid namespace below this one, whose pid_max can only be read from inside.");
        }
    }

    private static LimitCheck PidsMax(LimitContext context, CgroupDirectory directory, RlimitValue limit, ulong? current)
    {
        var use = (long)(current ?? 0);
        return new LimitCheck
        {
            Name = LimitName.PidsMax,
            Scope = directory.Scope,
            Path = $"/{directory.Path}/pids.max",
            Unit = Tasks,
            Limit = limit,
            Current = current is null ? null : use,
            PerThread = 1,
            ThreadsUntilHit = current is null ? null : LimitContext.Fit(limit, use, 1),
            Readable = current is not null || limit.IsUnlimited,
            Errno = Errno.EAGAIN,
            Enforced = !limit.IsUnlimited,
            Why = LimitContext.Sentences(
                limit.IsUnlimited ? "No limit is set here." : null,
                current is null && !limit.IsUnlimited ? "pids.current is missing." : null,
                Refusals(context, directory)),
            HowToRaise = $"Raise it with 'echo N > /{directory.Path}/pids.max', TasksMax= of the systemd unit, or the container's --pids-limit.",
        };
    }

    private static string? Refusals(LimitContext context, CgroupDirectory directory)
    {
        var file = $"{directory.Path}/pids.events";
        return context.Root.TryReadAllBytes(file) is { } text && CgroupStat.Parse(text, context.Root.Resolve(file))["max"] is > 0 and var refused
            ? $"pids.events has counted {refused} refusals."
            : null;
    }

    // The kernel counts per user namespace (struct ucounts); namespaces of other users' tasks do not matter.
    private static (long Count, long Hidden) CountOf(uint uid, LimitContext context)
    {
        long count = 0;
        long hidden = 0;
        foreach (var process in context.Census.Processes.Where(process => process.RealUid == uid))
        {
            var userNamespace = TryReadNamespace(context.Root, process.Pid);
            if (userNamespace is null)
            {
                hidden += process.Threads;
            }

            if (userNamespace is null || context.UserNamespace is null || userNamespace == context.UserNamespace)
            {
                count += process.Threads;
            }
        }

        return (count, hidden);
    }

    private static string? TryReadNamespace(ProcRoot root, Pid pid) => root.TryReadLink($"proc/{pid}/ns/user");

    // copy_process (kernel/fork.c): not for INIT_USER, which is uid 0 of the first user namespace, and not for a
    // task that has CAP_SYS_RESOURCE or CAP_SYS_ADMIN there; capabilities of a nested namespace don't count.
    private static (bool? Enforced, string? Why) Enforcement(LimitContext context, uint uid)
    {
        if (context.UserNamespace is null)
        {
            return (null, "Whether it is enforced cannot be told: the process's user namespace is not readable.");
        }

        if (context.UserNamespace != LimitContext.InitialUserNamespace)
        {
            return uid == 0
                ? (null, "Whether it is enforced cannot be told: user 0 of this user namespace may or may not be the system's root.")
                : (true, "Capabilities of a user namespace do not lift it.");
        }

        if (uid == 0)
        {
            return (false, "The kernel does not apply it to root (uid 0 of the first user namespace).");
        }

        if (context.Status.CapEff is not { } effective)
        {
            return (null, "Whether it is enforced cannot be told: the kernel printed no capabilities.");
        }

        return (effective & ((1UL << CapSysAdmin) | (1UL << CapSysResource))) != 0
            ? (false, "The process has CAP_SYS_RESOURCE or CAP_SYS_ADMIN, which lifts it.")
            : (true, null);
    }
}
