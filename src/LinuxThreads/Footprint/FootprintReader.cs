using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Footprint;

/// <summary>Reads the ledger of this process around a group of parked threads.</summary>
internal sealed class FootprintReader(ParkGroupHandle group) : IDisposable
{
    private readonly ProcBuffer _maps = new();
    private readonly int _pageSize = checked((int)Posix.Current.Sysconf(SysconfName.PageSize));
    private readonly List<(nint Low, nuint Size)> _stacks = [];
    private byte[] _pages = [];

    /// <summary>Memory as it is now.</summary>
    public FootprintReading Read()
    {
        GC.Collect();
        var stackRss = ReadStackRss();
        ProcRoot.System.Read($"proc/{Pid.Current}/maps", _maps);
        var vmas = _maps.Bytes.Count((byte)'\n');
        if (!PidStatus.TryRead(ProcRoot.System, Pid.Current, out var status))
        {
            throw new MeasurementAbortedException("reading the ledger", "/proc does not show this process (another pid namespace is mounted there).");
        }

        var meminfo = Meminfo.Read(ProcRoot.System);
        var zones = Zoneinfo.Read(ProcRoot.System);
        return new FootprintReading(
            _stacks.Count,
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

    /// <summary>Nothing to give back: the group belongs to the caller.</summary>
    public void Dispose() => _stacks.Clear();

    private ByteSize ReadStackRss()
    {
        for (var index = _stacks.Count; index < group.Count; index++)
        {
            var thread = group.Thread((uint)index);
            _stacks.Add(((nint)thread.StackLow, (nuint)(thread.StackHigh - thread.StackLow)));
        }

        long resident = 0;
        foreach (var (low, size) in _stacks)
        {
            var count = (int)(size / (nuint)_pageSize);
            if (_pages.Length < count)
            {
                _pages = new byte[count];
            }

            var pages = _pages.AsSpan(0, count);
            Posix.Current.ReadResidency(low, size, pages);
            foreach (var page in pages)
            {
                resident += page & 1;
            }
        }

        return new ByteSize(resident * _pageSize);
    }

    private static MeasurementAbortedException Missing(string key) =>
        new("reading the ledger", $"/proc/self/status has no {key}, which every kernel with an MMU prints for a process.");
}
