using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>What one look at a process's memory gave: its mappings, and its page table where the kernel shows it.</summary>
internal sealed class AddressSpace : IDisposable
{
    private readonly PagemapFile? _pagemap;
    private readonly Dictionary<StackMapping, GuardRuns> _guards = new(ReferenceEqualityComparer.Instance);

    private AddressSpace(MappingTable mappings, PagemapFile? pagemap, IReadOnlyList<Unavailable> withheld)
    {
        Mappings = mappings;
        _pagemap = pagemap;
        Withheld = withheld;
    }

    public MappingTable Mappings { get; }

    public IPageTable? Pages => _pagemap;

    /// <summary>What the kernel would not show, for the snapshot.</summary>
    public IReadOnlyList<Unavailable> Withheld { get; }

    /// <summary>Looks at a process; null if it is gone.</summary>
    /// <param name="root">Where to read.</param>
    /// <param name="pid">The process.</param>
    /// <param name="tids">Its threads: one that has ended has no memory any more, the others share it.</param>
    /// <param name="buffer">What the mappings are read into.</param>
    /// <exception cref="SyscallException">Even the mappings may not be read.</exception>
    public static AddressSpace? TryRead(ProcRoot root, Pid pid, IReadOnlyList<Tid> tids, ProcBuffer buffer)
    {
        var withheld = new List<Unavailable>();
        foreach (var directory in Directories(pid, tids))
        {
            if (TryReadMappings(root, directory, buffer, withheld) is not { IsEmpty: false } mappings)
            {
                continue;
            }

            return new AddressSpace(mappings, TryOpenPagemap(root, directory, withheld), withheld);
        }

        return null;
    }

    /// <summary>The mappings alone, to see what has changed; null if the process is gone.</summary>
    public static MappingTable? TryReadMaps(ProcRoot root, Pid pid, IReadOnlyList<Tid> tids, ProcBuffer buffer)
    {
        foreach (var directory in Directories(pid, tids))
        {
            if (TryParseMaps(root, directory, buffer) is { IsEmpty: false } mappings)
            {
                return mappings;
            }
        }

        return null;
    }

    /// <summary>The lightweight guards in a mapping; none where the kernel does not show them.</summary>
    public GuardRuns GuardsIn(StackMapping mapping)
    {
        if (Pages is not { } pages)
        {
            return GuardRuns.None;
        }

        if (!_guards.TryGetValue(mapping, out var runs))
        {
            // A process that is gone has no guards; the check that follows each reading notices that it is gone.
            runs = PageWalk.FindGuards(pages, mapping.Range) ?? GuardRuns.None;
            _guards.Add(mapping, runs);
        }

        return runs;
    }

    public void Dispose() => _pagemap?.Dispose();

    /// <summary>The process's own directory, then its threads': once the first thread has ended, its files are empty.</summary>
    public static IEnumerable<string> Directories(Pid pid, IReadOnlyList<Tid> tids) =>
        [$"proc/{pid}", .. tids.Where(tid => tid != pid.MainThread).Select(tid => $"proc/{pid}/task/{tid}")];

    private static MappingTable? TryReadMappings(ProcRoot root, string directory, ProcBuffer buffer, List<Unavailable> withheld)
    {
        var path = $"{directory}/smaps";
        if (root.TryRead(path, buffer))
        {
            return MappingTable.FromSmaps(Smaps.Enumerate(buffer.Bytes, root.Resolve(path)));
        }

        var mappings = TryParseMaps(root, directory, buffer);
        if (mappings is { IsEmpty: false } && withheld.Count == 0)
        {
            withheld.Add(new Unavailable("pss_bytes", $"{root.Resolve(path)} is not there", "Use a kernel with CONFIG_PROC_PAGE_MONITOR."));
        }

        return mappings;
    }

    private static MappingTable? TryParseMaps(ProcRoot root, string directory, ProcBuffer buffer)
    {
        var path = $"{directory}/maps";
        return root.TryRead(path, buffer) ? MappingTable.FromMaps(Maps.Enumerate(buffer.Bytes, root.Resolve(path))) : null;
    }

    private static PagemapFile? TryOpenPagemap(ProcRoot root, string directory, List<Unavailable> withheld)
    {
        try
        {
            var pagemap = PagemapFile.TryOpen(root, directory);
            if (pagemap is null)
            {
                withheld.Add(new Unavailable(
                    "touched_depth_bytes", $"{root.Resolve(directory)}/pagemap is not there", "Use a kernel with CONFIG_PROC_PAGE_MONITOR."));
            }

            return pagemap;
        }
        catch (SyscallException exception)
        {
            withheld.Add(new Unavailable("touched_depth_bytes", exception.Message, exception.Advice));
            return null;
        }
    }
}
