using System.Runtime.InteropServices;
using LinuxThreads.Native;
using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>Reads one snapshot: asks, looks, and then checks that what was asked and seen still belongs together.</summary>
internal sealed class StackReader(ProcRoot root, Pid pid, IOwnThreads own)
{
    // A thread whose stack changed while it was looked at is looked at again; a process that maps and unmaps all the
    // time would keep this up for ever.
    private const int Rounds = 3;

    private static readonly ulong PageSize = (ulong)Environment.SystemPageSize;

    private readonly ProcBuffer _buffer = new();
    private readonly ClueReader _clues = new(root, pid, own);
    private readonly Dictionary<Tid, StackReading> _readings = [];
    private readonly Dictionary<string, Unavailable> _withheld = [];
    private HugePageSettings _settings = HugePageSettings.Of(null, null);
    private bool _isPagemapRead;

    /// <summary>The snapshot; null if the process is gone.</summary>
    public StackSnapshot? TryRead()
    {
        var started = MonotonicClock.Read();
        if (!IsProcess(out var hugePagesEnabled) || !root.TryReadTids(pid, out var tids))
        {
            return null;
        }

        _settings = ReadSettings(hugePagesEnabled);

        var pending = tids;
        for (var round = 1; pending.Count > 0; round++)
        {
            if (!TryReadRound(pending, round == Rounds, out pending))
            {
                return null;
            }
        }

        return Describe(started);
    }

    // The kernel answers for /proc/[tid] of any thread, with the whole process's threads in it.
    private bool IsProcess(out bool? hugePagesEnabled)
    {
        var isProcess = PidStatus.TryRead(root, pid, out var status, _buffer) && status.Tgid == pid;
        hugePagesEnabled = status?.ThpEnabled;
        return isProcess;
    }

    private HugePageSettings ReadSettings(bool? processEnabled)
    {
        try
        {
            return HugePageSettings.Read(root, processEnabled);
        }
        catch (SyscallException exception)
        {
            _withheld["huge_pages"] = new Unavailable("huge_pages", exception.Message, exception.Advice);
            return HugePageSettings.Of(null, processEnabled);
        }
    }

    private bool TryReadRound(IReadOnlyList<Tid> tids, bool isLast, out IReadOnlyList<Tid> unsettled)
    {
        unsettled = [];
        foreach (var tid in tids)
        {
            _readings.Remove(tid);
        }

        var clues = tids.Select(_clues.Read).OfType<StackClues>().ToList();
        using var space = AddressSpace.TryRead(root, pid, tids, _buffer);
        if (space is null)
        {
            return TryKeepWithoutMemory(clues);
        }

        foreach (var withheld in space.Withheld)
        {
            _withheld[withheld.Field] = withheld;
        }

        _isPagemapRead = space.Pages is not null;
        var readings = Look(clues, space);
        return TryCheck(readings, space, isLast, out unsettled);
    }

    private List<StackReading> Look(List<StackClues> clues, AddressSpace space)
    {
        WithBlocks(clues, space);
        var distances = clues
            .Where(static thread => !thread.IsMain)
            .Select(thread => thread.Head is { } head ? StackLocator.DistanceToLimit(head, space.Mappings, space.GuardsIn) : null)
            .OfType<ulong>();
        var rule = ThreadBlockRule.For(RuntimeInformation.ProcessArchitecture, PageSize, distances, own.HeadToEnd);
        var locator = new StackLocator(space.Mappings, space.GuardsIn, rule);
        var readings = new List<StackReading>(clues.Count);
        foreach (var thread in clues)
        {
            if (_clues.ReadComm(thread.Tid) is { } comm)
            {
                readings.Add(Measure(new StackReading(thread, comm, locator.Locate(thread)), space));
            }
        }

        return readings;
    }

    /// <summary>Searches memory for the blocks of those threads that have no robust list but a stack pointer above a guard.</summary>
    private void WithBlocks(List<StackClues> clues, AddressSpace space)
    {
        for (var i = 0; i < clues.Count; i++)
        {
            var thread = clues[i];
            if (thread is not { IsMain: false, Head: null, OwnBounds: null, StackPointer: { } pointer }
                || space.Pages is not { } pages
                || space.Mappings.Find(pointer) is not { IsWritable: true } mapping)
            {
                continue;
            }

            var guards = space.GuardsIn(mapping);
            if (guards.Below(pointer) is null && space.Mappings.DirectlyBelow(mapping) is not { IsInaccessible: true })
            {
                clues[i] = thread with { NoStackPointer = "there is no guard below its stack pointer, nor below the mapping it points to" };
                continue;
            }

            using var search = ThreadBlockSearch.TryOpen(root, pid, thread.Tid);
            clues[i] = thread with
            {
                Block = search?.Find(thread.Tid, pointer, guards.Above(pointer)?.Start ?? mapping.Range.End, pages),
            };
        }
    }

    private StackReading Measure(StackReading reading, AddressSpace space)
    {
        if (reading.Location is not { Range: { } range, Mapping: { } mapping })
        {
            return reading;
        }

        var fit = HugePageFit.Choose(mapping, range, _settings);
        if (space.Pages is not { } pages)
        {
            return reading with { HugeFit = fit };
        }

        var window = fit?.Highest ?? default;
        var counts = PageWalk.Count(pages, range, reading.Clues.InUseFrom(range, PageSize) ?? 0, window);
        return reading with
        {
            Counts = counts,
            ScannedHuge = StackFigures.NeedsHugeScan(range, mapping) && pages.TrySumHuge(range, out var huge, out _) ? huge : null,
            HugeFit = fit,
            PresentInHighest = counts is null ? null : PageWalk.CountOutside(pages, window, range) + counts.PresentInWindow,
        };
    }

    /// <summary>Keeps what still holds now that everything was read, drops threads that are gone, and names those to look at again.</summary>
    private bool TryCheck(List<StackReading> readings, AddressSpace space, bool isLast, out IReadOnlyList<Tid> unsettled)
    {
        unsettled = [];
        if (!root.TryReadTids(pid, out var now))
        {
            return false;
        }

        var alive = now.ToHashSet();
        var mappings = AddressSpace.TryReadMaps(root, pid, now, _buffer);
        var again = new List<Tid>();
        foreach (var reading in readings)
        {
            var tid = reading.Clues.Tid;
            // Asked twice: where get_robust_list is refused, the listing alone tells that a thread is gone.
            if (!alive.Contains(tid) || !_clues.TryReadHead(tid, out var head, out _))
            {
                continue;
            }

            if (reading.Clues.IsWithoutTrace)
            {
                // It may have begun or ended just now, or leave the CPU soon.
                if (!_clues.IsEnding(tid))
                {
                    _readings[tid] = reading;
                    again.Add(tid);
                }
            }
            else if (head == reading.Clues.Head && IsSettled(reading, space, mappings))
            {
                _readings[tid] = reading;
            }
            else if (isLast)
            {
                _readings[tid] = new StackReading(
                    reading.Clues, reading.Comm, StackLocation.Unknown($"bounds unknown: the memory around its stack changed each of {Rounds} times that it was read"));
            }
            else
            {
                again.Add(tid);
            }
        }

        unsettled = isLast ? [] : again;
        return true;
    }

    /// <summary>True if what was found, or that nothing could be, still holds by the mappings as they are now.</summary>
    private static bool IsSettled(StackReading reading, AddressSpace space, MappingTable? now)
    {
        // No mappings now: the process has just ended, and what was read is the last there was to read.
        if (now is null)
        {
            return true;
        }

        if (reading.Location.Range is not null)
        {
            return reading.Location.IsStillIn(now) && (reading.Counts is not null || space.Pages is null);
        }

        var address = reading.Clues.Head ?? reading.Clues.StackPointer;
        return address is not { } known || space.Mappings.HasSameSurroundings(now, known);
    }

    /// <summary>A kernel thread, or a process that has ended and was not waited for: its threads are there, memory they have none.</summary>
    private bool TryKeepWithoutMemory(List<StackClues> clues)
    {
        if (!root.TryReadTids(pid, out _))
        {
            return false;
        }

        foreach (var thread in clues)
        {
            if (_clues.ReadComm(thread.Tid) is { } comm)
            {
                _readings[thread.Tid] = new StackReading(
                    thread, comm, StackLocation.Unknown("it has no memory of its own: a kernel thread, or a process that has ended and was not waited for"));
            }
        }

        return true;
    }

    private StackSnapshot Describe(Nanoseconds started)
    {
        var locations = _readings.ToDictionary(static pair => pair.Key, static pair => pair.Value.Location);
        StackOverlap.Resolve(locations);
        var limit = ReadLimit();
        var threads = _readings.OrderBy(static pair => pair.Key)
            .Select(pair => StackFigures.Of(pair.Value with { Location = locations[pair.Key] }, PageSize, limit, _settings))
            .ToArray();
        return new StackSnapshot
        {
            Pid = pid,
            Route = _isPagemapRead ? StackRoute.Pagemap : StackRoute.Smaps,
            Took = MonotonicClock.Read() - started,
            Threads = threads,
            HugePages = _settings,
            Totals = StackTotals.Of(threads),
            Unavailable = [.. _withheld.Values, .. _clues.Withheld, .. Partial(threads), .. WithoutPages()],
        };
    }

    private RlimitValue? ReadLimit()
    {
        try
        {
            return PidLimits.TryRead(root, pid, out var limits, _buffer) ? limits.MaxStackSize?.Soft : null;
        }
        catch (SyscallException exception)
        {
            _withheld["limit_bytes"] = new Unavailable("limit_bytes", exception.Message, exception.Advice);
            return null;
        }
    }

    private IEnumerable<Unavailable> WithoutPages()
    {
        if (_withheld.TryGetValue("touched_depth_bytes", out var withheld))
        {
            yield return withheld with { Field = "retained_bytes" };
        }
    }

    private static IEnumerable<Unavailable> Partial(ThreadStack[] threads)
    {
        var known = threads.Count(static thread => thread.Rss is not null);
        if (known < threads.Length)
        {
            yield return new Unavailable(
                "totals.rss_bytes", $"the sum is over {known} of {threads.Length} threads; each of the others says why", null);
        }
    }
}
