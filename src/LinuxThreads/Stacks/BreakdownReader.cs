using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>Reads a process's mappings once and gives each a class.</summary>
internal sealed class BreakdownReader(ProcRoot root, StackSnapshot stacks)
{
    private static readonly ulong PageSize = (ulong)Environment.SystemPageSize;

    private readonly List<Unavailable> _withheld = [];
    private readonly ProcBuffer _smaps = new();
    private readonly ProcBuffer _rollup = new();

    private Pid Pid => stacks.Pid;

    /// <summary>The breakdown; null if the process is gone.</summary>
    public MemoryBreakdown? TryRead()
    {
        if (TryReadMappings(out var directory, out var rollup) is not { } mappings)
        {
            return null;
        }

        var pieces = Classify(mappings, directory, out var arenas);
        using var pagemap = TryOpenPagemap(directory);
        var sums = ClassSums.Of(pieces, pagemap, _withheld);
        var rss = mappings.Aggregate(ByteSize.Zero, static (sum, mapping) => sum + mapping.Figures.Rss);
        Compare(rss, rollup);
        return new MemoryBreakdown
        {
            Stacks = stacks,
            Classes = sums.Classes,
            Names = sums.Names,
            Rss = rss,
            RollupRss = rollup,
            Arenas = arenas,
            Unavailable = _withheld,
        };
    }

    private List<SmapsMapping>? TryReadMappings(out string directory, out ByteSize? rollup)
    {
        directory = $"proc/{Pid}";
        rollup = null;
        var isThere = root.TryReadTids(Pid, out var tids);
        foreach (var candidate in AddressSpace.Directories(Pid, tids))
        {
            var path = $"{candidate}/smaps";
            if (Pid == Pid.Current)
            {
                // The first reading makes this process's own memory grow, by the buffers and by code that is compiled.
                root.TryRead(path, _smaps);
                root.TryRead($"{candidate}/smaps_rollup", _rollup);
            }

            if (!root.TryRead(path, _smaps))
            {
                if (!root.Exists(path) && root.Exists($"{candidate}/maps"))
                {
                    throw new KernelFeatureMissingException("/proc/[pid]/smaps", "Linux 2.6.14 or later, built with CONFIG_PROC_PAGE_MONITOR");
                }

                continue;
            }

            if (_smaps.Length == 0)
            {
                continue;
            }

            // At once, before anything else is made of the text: this process's own memory grows by it.
            directory = candidate;
            rollup = ReadRollup(candidate);
            return SmapsMapping.FromSmaps(Smaps.Enumerate(_smaps.Bytes, root.Resolve(path)));
        }

        if (!isThere)
        {
            return null;
        }

        _withheld.Add(new Unavailable("classes", "the process has no memory of its own: a kernel thread, or a process that has ended and was not waited for", null));
        return [];
    }

    private List<MemoryPiece> Classify(List<SmapsMapping> mappings, string directory, out ArenaUse? arenas)
    {
        var stackClaims = StackClaims.Of(stacks.Threads, mappings, PageSize, out var gone);
        if (gone > 0)
        {
            _withheld.Add(new Unavailable("thread-stacks", $"{gone} located stacks were no longer mapped when the mappings were read", null));
        }

        var unlocated = stacks.Totals.Threads - stacks.Totals.Located;
        if (unlocated > 0)
        {
            _withheld.Add(new Unavailable(
                "thread-stacks", $"the stacks of {unlocated} of {stacks.Totals.Threads} threads were not located and are in other classes", null));
        }

        var pieces = MemoryPiece.Claim(MemoryPiece.FromMappings(mappings), stackClaims);
        (var heaps, arenas) = mappings.Count == 0 ? ([], null) : new ArenaReader(root, Pid, directory, _withheld).Read(mappings);
        pieces = MemoryPiece.Claim(pieces, heaps.Select(static heap => new MemoryClaim(heap.Range, MemoryClass.Arenas, Inferred: heap.Arena is null)));
        pieces = MemoryPiece.Claim(pieces, FindSignalStacks(pieces, unlocated));
        return Pid == Pid.Current || GcReservations.IsDotnet(mappings)
            ? MemoryPiece.Claim(pieces, GcReservations.Find(pieces))
            : pieces;
    }

    private List<MemoryClaim> FindSignalStacks(List<MemoryPiece> pieces, int unlocated)
    {
        var marked = stacks.Threads.Any(static thread => thread is { NoHugePage: true, LocatedBy: not StackLocatedBy.Main });
        var claims = SignalStackShapes.Find(pieces, stacks.Totals.Threads, PageSize, marked, out var found);
        if (unlocated > 0)
        {
            claims = [];
        }

        if (found > 0 && claims.Count == 0)
        {
            _withheld.Add(new Unavailable(
                "signal-stacks", $"{found} mappings look like signal stacks, but may as well be stacks of threads; they are in other-anonymous", null));
        }

        return claims;
    }

    private ByteSize? ReadRollup(string directory)
    {
        var path = $"{directory}/smaps_rollup";
        try
        {
            if (root.TryRead(path, _rollup))
            {
                return SmapsRollup.Parse(_rollup.Bytes, root.Resolve(path)).Rss;
            }

            _withheld.Add(new Unavailable("smaps_rollup_rss_bytes", $"{root.Resolve(path)} is not there", "Use Linux 4.14 or later."));
        }
        catch (SyscallException exception)
        {
            _withheld.Add(new Unavailable("smaps_rollup_rss_bytes", exception.Message, exception.Advice));
        }

        return null;
    }

    private void Compare(ByteSize rss, ByteSize? rollup)
    {
        if (rollup is { } whole && whole != rss)
        {
            var difference = whole > rss ? whole - rss : rss - whole;
            _withheld.Add(new Unavailable(
                "smaps_rollup_rss_bytes",
                $"it is {difference.Bytes} bytes {(whole > rss ? "more" : "less")} than the classes' sum: the process changed between the two readings",
                null));
        }
    }

    private PagemapFile? TryOpenPagemap(string directory)
    {
        try
        {
            return PagemapFile.TryOpen(root, directory);
        }
        catch (SyscallException exception)
        {
            _withheld.Add(new Unavailable("classes", $"mappings of more than one class could not be divided: {exception.Message}", exception.Advice));
            return null;
        }
    }
}
