using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Footprint;

/// <summary>The children of this process.</summary>
internal static class Children
{
    /// <summary>Waits until no child with that name is left.</summary>
    public static void AreGone(string comm) => Native.Until.True(() => Count(comm) == 0, $"no child named {comm} is left");

    public static int Count(string comm) => ProcRoot.System.ReadNames("proc").Count(name =>
        int.TryParse(name, out var pid) && PidStat.TryRead(ProcRoot.System, new Pid(pid), out var stat) && stat.Ppid == Pid.Current && stat.Comm.ToString() == comm);
}
