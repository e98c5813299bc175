using LinuxThreads.Headroom;
using LinuxThreads.Procfs;

namespace LinuxThreads.Limits;

/// <summary>The kernel's counters of refusals and OOM kills that concern one process; what grew between two readings is proof.</summary>
internal sealed class KernelEvents
{
    private readonly IReadOnlyList<CgroupDirectory> _pids;
    private readonly IReadOnlyList<CgroupDirectory> _memory;
    private readonly Dictionary<string, ulong> _counters;

    private KernelEvents(IReadOnlyList<CgroupDirectory> pids, IReadOnlyList<CgroupDirectory> memory, Dictionary<string, ulong> counters)
    {
        _pids = pids;
        _memory = memory;
        _counters = counters;
    }

    /// <summary>The counters of a process's cgroups, and the system's count of OOM kills.</summary>
    /// <exception cref="SyscallException">The process is gone, or a counter that is there cannot be read.</exception>
    public static KernelEvents Read(ProcRoot root, Pid pid)
    {
        var pids = Directories(root, pid, "pids");
        var memory = Directories(root, pid, "memory");
        return new KernelEvents(pids, memory, ReadCounters(root, pids, memory));
    }

    /// <summary>The same counters again; for a process that is gone by now.</summary>
    /// <exception cref="SyscallException">A counter that is there cannot be read.</exception>
    public KernelEvents ReadAgain(ProcRoot root) => new(_pids, _memory, ReadCounters(root, _pids, _memory));

    /// <summary>The counters that grew, by file and name, each with its growth.</summary>
    public IReadOnlyDictionary<string, ulong> GrowthUntil(KernelEvents later)
    {
        var growth = new Dictionary<string, ulong>();
        foreach (var (name, value) in later._counters)
        {
            if (value > _counters.GetValueOrDefault(name))
            {
                growth[name] = value - _counters.GetValueOrDefault(name);
            }
        }

        return growth;
    }

    private static IReadOnlyList<CgroupDirectory> Directories(ProcRoot root, Pid pid, string controller)
    {
        try
        {
            return CgroupLocator.Read(root, pid, controller) is { } directories ? [.. CgroupPaths.Describe(directories)] : [];
        }
        catch (KernelFeatureMissingException)
        {
            return [];
        }
    }

    private static Dictionary<string, ulong> ReadCounters(ProcRoot root, IReadOnlyList<CgroupDirectory> pids, IReadOnlyList<CgroupDirectory> memory)
    {
        var counters = new Dictionary<string, ulong>();
        foreach (var directory in pids)
        {
            Add(root, counters, $"{directory.Path}/pids.events", "max");
        }

        foreach (var directory in memory)
        {
            // Version 2 has both in memory.events, version 1 has kills here and hits of the limit in memory.failcnt.
            Add(root, counters, $"{directory.Path}/memory.events", "oom", "oom_kill");
            Add(root, counters, $"{directory.Path}/memory.oom_control", "oom_kill");
            if (root.TryReadAllBytes($"{directory.Path}/memory.failcnt") is { } text)
            {
                counters[$"/{directory.Path}/memory.failcnt"] = CgroupValue.ParseNumber(text, $"/{directory.Path}/memory.failcnt");
            }
        }

        Add(root, counters, "proc/vmstat", "oom_kill");
        return counters;
    }

    private static void Add(ProcRoot root, Dictionary<string, ulong> counters, string file, params ReadOnlySpan<string> names)
    {
        if (root.TryReadAllBytes(file) is not { } text)
        {
            return;
        }

        var stat = CgroupStat.Parse(text, root.Resolve(file));
        foreach (var name in names)
        {
            if (stat[name] is { } value)
            {
                counters[$"/{file} {name}"] = value;
            }
        }
    }
}
