using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Switches;

/// <summary>Chooses the way to a process's own count.</summary>
internal static class ProcessCounters
{
    public static IProcessCounter For(ProcRoot root, Pid pid) => !ReferenceEquals(root, ProcRoot.System) ? new UnknownProcessCounter()
        : IsThisProcess(root, pid) ? new OwnProcessCounter()
        : new TaskstatsCounter(pid);

    // The same number names another process where /proc belongs to another pid namespace.
    private static bool IsThisProcess(ProcRoot root, Pid pid) =>
        pid == Pid.Current && root.Exists($"proc/{pid}/task/{TaskCalls.CurrentTid}");
}
