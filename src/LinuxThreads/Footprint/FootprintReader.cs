using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Footprint;

/// <summary>Reads the ledger of this process around parked units.</summary>
/// <remarks>
/// A reading must not grow the memory it reads: there is one buffer, large enough for the last reading and touched
/// before the first, and no collection is asked for, since the heap it gives back would be missing from the next reading.
/// </remarks>
internal sealed class FootprintReader(IParkedUnits units, int mostStacks)
{
    // Up to four lines of maps a thread, of at most 73 characters as long as they have no name.
    private const int MapsBytesPerThread = 320;
    private const int MapsBytesOfTheRest = 256 * 1024;

    private readonly ProcBuffer _buffer = new(checked((mostStacks * MapsBytesPerThread) + MapsBytesOfTheRest));
    private readonly int _pageSize = checked((int)Posix.Current.Sysconf(SysconfName.PageSize));
    private readonly List<(nint Low, nuint Size)> _stacks = new(mostStacks);
    private int _seen;
    private byte[] _pages = [];

    /// <summary>Memory as it is now.</summary>
    public FootprintReading Read()
    {
        var stackRss = ReadStackRss();
        ProcRoot.System.Read($"proc/{Pid.Current}/maps", _buffer);
        var vmas = _buffer.Bytes.Count((byte)'\n');
        if (!PidStatus.TryRead(ProcRoot.System, Pid.Current, out var status, _buffer))
        {
            throw new MeasurementAbortedException("reading the ledger", "/proc does not show this process (another pid namespace is mounted there).");
        }

        ProcRoot.System.Read("proc/meminfo", _buffer);
        var meminfo = Meminfo.Parse(_buffer.Bytes);
        ProcRoot.System.Read("proc/zoneinfo", _buffer);
        var zones = Zoneinfo.Parse(_buffer.Bytes);
        return new FootprintReading(
            _seen,
            status.VmSize ?? throw Missing("VmSize"),
            status.VmRss ?? throw Missing("VmRSS"),
            stackRss,
            status.VmPte ?? throw Missing("VmPTE"),
            meminfo.KernelStack,
            meminfo.SUnreclaim,
            meminfo.MemAvailable,
            new ByteSize(zones.PerCpuListPages * _pageSize),
            vmas);
    }

    private ByteSize ReadStackRss()
    {
        for (; _seen < units.Count; _seen++)
        {
            if (units.StackOf(_seen) is { } stack)
            {
                _stacks.Add(stack);
            }
        }

        long resident = 0;
        foreach (var (low, size) in _stacks)
        {
            // Rounded up: glibc takes a stack size that is no multiple of the page as it is, and the last page is the one most used.
            var count = checked((int)((size + (nuint)_pageSize - 1) / (nuint)_pageSize));
            if (_pages.Length < count)
            {
                _pages = new byte[count];
            }

            var pages = _pages.AsSpan(0, count);
            ReadResidency(low, size, pages);
            foreach (var page in pages)
            {
                resident += page & 1;
            }
        }

        return new ByteSize(resident * _pageSize);
    }

    // Not through Mono.Posix, which takes an array: one per stack would grow the heap by more than the threads do. For the
    // same reason the message is made only when it is needed.
    private static unsafe void ReadResidency(nint low, nuint size, Span<byte> pages)
    {
        fixed (byte* residency = pages)
        {
            if (Libc.Mincore(low, size, residency) != 0)
            {
                throw new SyscallException("mincore", LastError.Read(), $"the stack at 0x{low:x}");
            }
        }
    }

    private static MeasurementAbortedException Missing(string key) =>
        new("reading the ledger", $"/proc/self/status has no {key}, which every kernel with an MMU prints for a process.");
}
