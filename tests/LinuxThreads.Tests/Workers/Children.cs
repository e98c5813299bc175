using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Workers;

/// <summary>The children of this process.</summary>
internal static class Children
{
    /// <summary>The name that <c>linuxthreads-worker</c> gives itself.</summary>
    public const string Worker = "lt-worker";

    /// <summary>Waits until no child with that name is left.</summary>
    public static void AreGone(string comm) => Native.Until.True(() => Count(comm) == 0, $"no child named {comm} is left");

    public static int Count(string comm) => Named(comm).Count();

    /// <summary>The threads of all children with that name.</summary>
    public static int Threads(string comm) => Named(comm).Sum(static pid => ProcRoot.System.TryReadTids(pid, out var tids) ? tids.Count : 0);

    /// <summary>Our ends of pipes to children; the runtime opens files of its own when it pleases. May fall by itself, when what another test left is collected.</summary>
    public static int Pipes() => Directory.GetFileSystemEntries("/proc/self/fd")
        .Count(static descriptor => new FileInfo(descriptor).LinkTarget?.StartsWith("pipe:", StringComparison.Ordinal) is true);

    /// <summary>Those with that name.</summary>
    public static IEnumerable<Pid> Named(string comm) =>
        from name in ProcRoot.System.ReadNames("proc")
        let pid = int.TryParse(name, out var number) ? new Pid(number) : default(Pid?)
        where pid is not null && PidStat.TryRead(ProcRoot.System, pid.Value, out var stat) && stat.Ppid == Pid.Current && stat.Comm.ToString() == comm
        select pid.Value;
}
