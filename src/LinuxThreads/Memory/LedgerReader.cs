using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Memory;

/// <summary>Reads the ledger of a process, this one or another.</summary>
/// <remarks>
/// A reading must not grow the memory it reads, nor take of what is free: the buffers are made and touched once, and what holds a line per
/// thread is read piece by piece. The few objects that remain (the parsed records) come to some 10 KB a reading, with the slab caches to 60.
/// </remarks>
internal sealed class LedgerReader
{
    private const int FileBytes = 256 * 1024;
    private const string FoldFile = "proc/sys/vm/stat_refresh";

    private readonly ProcRoot _root;
    private readonly Pid _pid;
    private readonly Pid _reader;
    private readonly int _pageSize;
    private readonly ProcBuffer _buffer = new(FileBytes);
    private readonly MappingCount _mappings = new();

    /// <summary>A reader of one process.</summary>
    /// <param name="root">Where to read.</param>
    /// <param name="pid">The process.</param>
    public LedgerReader(ProcRoot root, Pid pid)
        : this(root, pid, Pid.Current, checked((int)Posix.Current.Sysconf(SysconfName.PageSize)))
    {
    }

    internal LedgerReader(ProcRoot root, Pid pid, Pid reader, int pageSize)
    {
        _root = root;
        _pid = pid;
        _reader = reader;
        _pageSize = pageSize;
    }

    /// <summary>Why the kernel's counters could not be brought up to date before the last reading; null if they were.</summary>
    /// <remarks>The kernel then folds each CPU's share in once a second or when the CPU goes idle; until then up to 125 pages of each counter and CPU are missing.</remarks>
    public Errno? WhyNotFolded { get; private set; }

    /// <summary>Why the slab caches could not be read; null if they could.</summary>
    public string? WhyNoSlabCaches { get; private set; }

    /// <summary>Memory as it is now.</summary>
    /// <param name="units">What is parked in the process, as its owner knows.</param>
    /// <param name="stackRss">How much of the units' stacks is resident, as the process itself knows; null if nobody looked.</param>
    /// <param name="charge">What the process's own cgroup is charged; null if it has none.</param>
    /// <exception cref="MeasurementAbortedException">The process is gone, or the kernel does not show it.</exception>
    /// <exception cref="SyscallException">A file could not be read.</exception>
    public LedgerReading Read(int units, ByteSize? stackRss, CgroupCharge? charge = null)
    {
        // Folds the per-CPU shares of the counters behind meminfo and zoneinfo into the sums; it changes nothing else.
        WhyNotFolded = _root.TryWrite(FoldFile, "1");
        var vmas = CountMappings();
        var status = Status(_pid);
        var rss = Rollup(_pid)?.Rss ?? status.VmRss ?? throw Missing("VmRSS");
        var reader = _pid == _reader ? ByteSize.Zero : ReaderMemory();
        var caches = ReadSlabCaches();
        _root.Read("proc/loadavg", _buffer);
        var threads = Loadavg.Parse(_buffer.Bytes, _root.Resolve("proc/loadavg")).NrThreads;

        // Last and next to each other, since their sum is compared with everything above.
        _root.Read("proc/meminfo", _buffer);
        var meminfo = Meminfo.Parse(_buffer.Bytes, _root.Resolve("proc/meminfo"));
        _root.Read("proc/zoneinfo", _buffer);
        var zones = Zoneinfo.Parse(_buffer.Bytes, _root.Resolve("proc/zoneinfo"));
        return new LedgerReading
        {
            Units = units,
            AddressSpace = status.VmSize ?? throw Missing("VmSize"),
            PrivateWritable = status.VmData ?? throw Missing("VmData"),
            UserRss = rss,
            StackRss = stackRss,
            PageTables = status.VmPte ?? throw Missing("VmPTE"),
            KernelStack = meminfo.KernelStack,
            Slab = meminfo.SUnreclaim,
            MemAvailable = meminfo.MemAvailable,
            PerCpuLists = new ByteSize(zones.PerCpuListPages * _pageSize),
            MachineThreads = threads,
            Vmas = vmas,
            ReaderMemory = reader,
            SlabCaches = caches,
            Charge = charge,
        };
    }

    private int CountMappings()
    {
        try
        {
            return _mappings.Read(_root, _pid);
        }
        catch (SyscallException exception) when (ProcRoot.IsGone(exception.Errno))
        {
            throw Gone();
        }
    }

    private PidStatus Status(Pid pid) => PidStatus.TryRead(_root, pid, out var status, _buffer) ? status : throw Gone();

    // Null where the kernel has no such file.
    private SmapsRollup? Rollup(Pid pid)
    {
        var path = $"proc/{pid}/smaps_rollup";
        return _root.TryRead(path, _buffer) ? SmapsRollup.Parse(_buffer.Bytes, _root.Resolve(path)) : null;
    }

    private ByteSize ReaderMemory()
    {
        var status = Status(_reader);
        return (Rollup(_reader)?.Anonymous ?? status.RssAnon ?? status.VmRss ?? throw Missing("VmRSS")) + (status.VmPte ?? throw Missing("VmPTE"));
    }

    private IReadOnlyList<SlabCacheUse>? ReadSlabCaches()
    {
        const string Path = "proc/slabinfo";
        try
        {
            _root.Read(Path, _buffer);
        }
        catch (SyscallException exception)
        {
            WhyNoSlabCaches = exception.Message;
            return null;
        }

        return [.. Slabinfo.Parse(_buffer.Bytes, _root.Resolve(Path)).Caches.Select(cache => new SlabCacheUse(
            cache.Name, cache.ActiveObjs, cache.Objsize, new ByteSize(cache.NumSlabs * cache.Pagesperslab * _pageSize)))];
    }

    private MeasurementAbortedException Gone() =>
        new("reading the ledger", $"/proc does not show process {_pid}: it has ended, or another pid namespace is mounted there.");

    private MeasurementAbortedException Missing(string key) =>
        new("reading the ledger", $"/proc/{_pid}/status has no {key}, which every kernel with an MMU prints for a process.");
}
