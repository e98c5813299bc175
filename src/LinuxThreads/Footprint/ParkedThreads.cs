using LinuxThreads.Interop;
using LinuxThreads.Workers;

namespace LinuxThreads.Footprint;

/// <summary>Threads, or what .NET has instead of them, parked in a worker process.</summary>
internal sealed class ParkedThreads : IParkedUnits
{
    // Creations between two looks at whether they are still wanted.
    private const int Stride = 1024;

    // A collection, a second compilation of a method or a thread of the runtime's own would move the figures between two readings: gen 0
    // as large as all that is parked (hexadecimal bytes), collections on the thread that asks, code compiled once.
    private static readonly Dictionary<string, string> QuietRuntime = new()
    {
        ["DOTNET_GCgen0size"] = "10000000",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_TieredCompilation"] = "0",
    };

    private readonly ParkingWorker _worker;
    private readonly FootprintKind _kind;

    /// <exception cref="MeasurementAbortedException">The worker is missing, could not be started, or ended at once.</exception>
    /// <exception cref="SyscallException">The plan can never work, for instance a stack that is too small.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ParkedThreads(FootprintPlan plan, TimeSpan lifetime, CancellationToken cancellation)
    {
        _kind = plan.Kind;
        var options = new WorkerOptions { Timeout = lifetime };
        if (_kind.IsManaged())
        {
            var host = plan.Command!;
            options = options with { Command = host with { Arguments = [.. host.Arguments, ManagedUnits.RoleOf(_kind)] }, Environment = QuietRuntime };
        }

        var carved = _kind == FootprintKind.PthreadCarved;
        var parked = new ParkPlan { StackSize = plan.StackSize, TouchBytes = plan.TouchBytes, Flags = carved ? ShimConstants.ParkCarved : 0 };
        _worker = ParkingWorker.Start(options, parked, cancellation);
    }

    public Pid Pid => _worker.Process.Pid;

    public void Grow(int total)
    {
        if (_worker.Grow(total, Stride).Errno is { } errno)
        {
            throw new SyscallException(
                "pthread_create", errno, $"{_kind.JsonName()} {_worker.Created + 1}", "'linuxthreads limits' names the limit that is reached.");
        }
    }

    public ByteSize ReadResident() => _worker.ReadResident();

    public void Dispose() => _worker.Dispose();
}
