using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Tries what this user may see of other processes: its own user's, and those of others.</summary>
internal static class ProcessAccessChecks
{
    private const string RobustListGives = "locating the stacks of running threads without stopping them";

    public static IEnumerable<Capability> Read(ProcRoot root, MachineConditions conditions, bool live)
    {
        Pid? ours = null;
        Pid? theirs = null;
        if (conditions.Process.UserId is { } user)
        {
            (ours, theirs) = Find(root, user);
        }

        yield return Access(root, "own-processes", ours, "stacks and switches of this user's other processes",
            "This user has no other process to try it on.", null);
        yield return Access(root, "all-processes", theirs, "stacks and switches of every user's processes",
            "There is no process of another user to try it on.", "Run as root, or with CAP_SYS_PTRACE.");
        yield return RobustList(ours, live);
    }

    /// <summary>One other process of this user and one of another user, neither of them a kernel thread.</summary>
    /// <remarks>One that can be read is preferred: a process may shut itself off (<c>PR_SET_DUMPABLE</c>), which says nothing of the others.</remarks>
    private static (Pid? Ours, Pid? Theirs) Find(ProcRoot root, long user)
    {
        var ours = new List<Pid>();
        var theirs = new List<Pid>();
        foreach (var name in Pids(root))
        {
            if (name == Environment.ProcessId || Status(root, new Pid(name)) is not { VmSize: not null, Uid: { } uid } status)
            {
                continue;
            }

            if (uid.Real == user && uid.Effective == user)
            {
                ours.Add(status.Tgid);
            }
            else if (uid.Real != user)
            {
                theirs.Add(status.Tgid);
            }
        }

        return (Preferred(root, ours), Preferred(root, theirs));
    }

    private static Pid? Preferred(ProcRoot root, List<Pid> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (Refusal(root, $"proc/{candidate}/maps") is null)
            {
                return candidate;
            }
        }

        return candidates.Count > 0 ? candidates[0] : null;
    }

    private static List<int> Pids(ProcRoot root)
    {
        try
        {
            return [.. root.ReadNames("proc").Select(name => int.TryParse(name, out var pid) ? pid : 0).Where(pid => pid > 0).Order()];
        }
        catch (SyscallException)
        {
            // Without a list there is no process to try; the checks say so.
            return [];
        }
    }

    private static PidStatus? Status(ProcRoot root, Pid pid)
    {
        try
        {
            return PidStatus.TryRead(root, pid, out var status) ? status : null;
        }
        catch (LinuxThreadsException)
        {
            // hidepid hides others' status: such a process is no candidate.
            return null;
        }
    }

    private static Capability Access(ProcRoot root, string name, Pid? pid, string gives, string nobody, string? fix)
    {
        if (pid is not { } process)
        {
            return new Capability(name, CapabilityVerdict.Unknown, nobody, null, gives);
        }

        // maps is open to whoever may read the memory (PTRACE_MODE_READ), syscall to whoever may attach a debugger.
        if (Refusal(root, $"proc/{process}/maps") is { } unreadable)
        {
            if (ProcRoot.IsGone(unreadable.Errno))
            {
                return new Capability(name, CapabilityVerdict.Unknown, $"Process {process}, which it was tried on, has ended.", null, gives);
            }

            return new Capability(name, CapabilityVerdict.Missing, FactReader.Describe(unreadable), fix ?? unreadable.Advice, gives);
        }

        return Refusal(root, $"proc/{process}/syscall") is { } unattachable
            ? new Capability(name, CapabilityVerdict.Limited,
                $"Memory maps can be read, but {FactReader.Describe(unattachable)} Stacks can only be located by their robust lists.",
                "Run as root, or with CAP_SYS_PTRACE; under Yama: sysctl -w kernel.yama.ptrace_scope=0.", gives)
            : new Capability(name, CapabilityVerdict.Ok, $"Maps and registers of process {process} can be read.", null, gives);
    }

    private static Capability RobustList(Pid? other, bool live)
    {
        const string Name = "robust-list";
        if (!live)
        {
            return new Capability(Name, CapabilityVerdict.Unknown, "It is asked of the running kernel; this is a captured tree.", null, RobustListGives);
        }

        if (!TaskCalls.TryReadRobustList(TaskCalls.CurrentTid, out _, out var refused))
        {
            return new Capability(Name, CapabilityVerdict.Missing, $"get_robust_list failed: {refused}, {refused.Description}.",
                "Let the seccomp profile pass get_robust_list.", RobustListGives);
        }

        if (other is not { } process)
        {
            return new Capability(Name, CapabilityVerdict.Ok,
                "get_robust_list works for this process; this user has no other process to try it on.", null, RobustListGives);
        }

        return TaskCalls.TryReadRobustList(process.MainThread, out _, out refused)
            ? new Capability(Name, CapabilityVerdict.Ok, "get_robust_list works for this user's other processes too.", null, RobustListGives)
            : new Capability(Name, CapabilityVerdict.Limited,
                $"get_robust_list works for this process, but failed for process {process}: {refused}, {refused.Description}.",
                "Run as root, or with CAP_SYS_PTRACE.", RobustListGives);
    }

    private static SyscallException? Refusal(ProcRoot root, string path)
    {
        try
        {
            root.ReadAllBytes(path);
            return null;
        }
        catch (SyscallException exception)
        {
            return exception;
        }
    }
}
