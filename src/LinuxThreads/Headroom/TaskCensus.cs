using LinuxThreads.Procfs;

namespace LinuxThreads.Headroom;

/// <summary>The tasks that <c>/proc</c> shows, by process: what the kernel counts per user and per pid namespace, counted again.</summary>
internal sealed class TaskCensus
{
    /// <summary><c>RESERVED_PIDS</c> (kernel/pid.c): ids below it are given out once, before the first wrap-around.</summary>
    public const int ReservedPids = 300;

    private TaskCensus(IReadOnlyList<Entry> processes, int lowIds)
    {
        Processes = processes;
        LowIds = lowIds;
    }

    /// <summary>The processes, kernel threads included.</summary>
    public IReadOnlyList<Entry> Processes { get; }

    /// <summary>Tasks whose id lies below <see cref="ReservedPids"/>.</summary>
    public int LowIds { get; }

    /// <summary>All tasks.</summary>
    public long Tasks => Processes.Sum(process => (long)process.Threads);

    /// <summary>Counts once; processes that start or end meanwhile may be missed or counted still.</summary>
    /// <exception cref="SyscallException">/proc, or the status of a process that is there, could not be read.</exception>
    public static TaskCensus Take(ProcRoot root)
    {
        var buffer = new ProcBuffer();
        var processes = new List<Entry>();
        var lowIds = 0;
        foreach (var name in root.ReadNames("proc"))
        {
            if (!int.TryParse(name, out var id) || !PidStatus.TryRead(root, new Pid(id), out var status, buffer))
            {
                continue;
            }

            // A zombie leader whose threads are gone still holds its own id and its place in the user's count.
            processes.Add(new Entry(new Pid(id), status.Uid?.Real, Math.Max(1, status.Threads)));

            // Ids only grow until the first wrap-around, so a thread with a low one has a process with a low one.
            if (id < ReservedPids && root.TryReadTids(new Pid(id), out var tids))
            {
                lowIds += tids.Count(tid => tid.Value < ReservedPids);
            }
        }

        return new TaskCensus(processes, lowIds);
    }

    public readonly record struct Entry(Pid Pid, uint? RealUid, int Threads);
}
