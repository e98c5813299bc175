using LinuxThreads.Procfs;

namespace LinuxThreads.Switches;

/// <summary>Tells why a process could not be found under its id.</summary>
internal static class ProcessIdentity
{
    /// <summary>The error for an id that names no process: nothing at all, or a thread that is not its process's first.</summary>
    public static SyscallException Refusal(ProcRoot root, Pid pid)
    {
        var target = root.Resolve($"proc/{pid}/task");
        // The kernel answers for /proc/[tid] too, which no listing of /proc shows.
        return PidStatus.TryRead(root, pid, out var status) && status.Tgid != pid
            ? new SyscallException("open", Errno.ESRCH, target, $"{pid} is a thread of process {status.Tgid}, not a process: give {status.Tgid}.")
            : new SyscallException(
                "open", Errno.ENOENT, target, $"There is no process {pid}, or no longer; with hidepid=2 other users' processes look the same.");
    }
}
