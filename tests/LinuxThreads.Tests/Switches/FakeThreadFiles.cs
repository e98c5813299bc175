using System.Diagnostics.CodeAnalysis;
using LinuxThreads.Procfs;
using LinuxThreads.Switches;

namespace LinuxThreads.Tests.Switches;

/// <summary>Kernel files that change between readings in a way a captured tree cannot.</summary>
internal sealed class FakeThreadFiles : IThreadFiles
{
    private readonly Queue<Tid[]> _listings = new();
    private Tid[] _lastListing = [];

    public Dictionary<int, Func<PidStat?>> Stats { get; } = [];

    public Func<int, PidSched?> Sched { get; set; } = tid => PidSched.Parse(Synthetic.Bytes(Synthetic.Sched(tid, 5, 2)));

    public Func<int, PidSchedstat?> Schedstat { get; set; } = _ => PidSchedstat.Parse("1000 200 7\n"u8);

    public Func<int, PidStatus?> Status { get; set; } =
        tid => PidStatus.Parse(Synthetic.Bytes(Synthetic.Status(tid, Synthetic.SwitchLines(5, 2))));

    public List<string> Opened { get; } = [];

    /// <summary>The next listing; the last one given is repeated for ever.</summary>
    public FakeThreadFiles Listing(params int[] tids)
    {
        _listings.Enqueue([.. tids.Select(tid => new Tid(tid))]);
        return this;
    }

    /// <summary>A thread whose start time is each of these in turn, the last one for ever; null is "gone".</summary>
    public FakeThreadFiles Thread(int tid, params long?[] starts)
    {
        var next = 0;
        Stats[tid] = () => starts[Math.Min(next++, starts.Length - 1)] is { } start
            ? PidStat.Parse(Synthetic.Bytes(Synthetic.Stat(tid, start: start)))
            : null;
        return this;
    }

    public ClockTicks? ReadUptime() => new ClockTicks(2000);

    public bool TryList(out IReadOnlyList<Tid> tids)
    {
        Opened.Add("task");
        _lastListing = _listings.TryDequeue(out var next) ? next : _lastListing;
        tids = _lastListing;
        return tids.Count > 0;
    }

    public bool TryReadStat(Tid tid, [NotNullWhen(true)] out PidStat? stat) => Answer(tid, "stat", _ => Stats[tid.Value](), out stat);

    public bool TryReadStatus(Tid tid, [NotNullWhen(true)] out PidStatus? status) => Answer(tid, "status", Status, out status);

    public bool TryReadSched(Tid tid, [NotNullWhen(true)] out PidSched? sched) => Answer(tid, "sched", Sched, out sched);

    public bool TryReadSchedstat(Tid tid, [NotNullWhen(true)] out PidSchedstat? schedstat) =>
        Answer(tid, "schedstat", Schedstat, out schedstat);

    private bool Answer<T>(Tid tid, string name, Func<int, T?> read, [NotNullWhen(true)] out T? answer)
        where T : class
    {
        Opened.Add($"{tid}/{name}");
        answer = read(tid.Value);
        return answer is not null;
    }
}
