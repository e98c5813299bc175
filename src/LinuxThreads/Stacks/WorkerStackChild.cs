using LinuxThreads.Interop;
using LinuxThreads.Workers;

namespace LinuxThreads.Stacks;

/// <summary>A worker process whose threads lie side by side on stacks that may become huge, or may not.</summary>
internal sealed class WorkerStackChild : IStackChild
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ParkingWorker _worker;

    private WorkerStackChild(ParkingWorker worker) => _worker = worker;

    public Pid Pid => _worker.Process.Pid;

    /// <summary>Starts it, without threads yet.</summary>
    /// <exception cref="MeasurementAbortedException">The worker program is missing, or did not start.</exception>
    /// <exception cref="SyscallException">The kernel has no huge pages (<c>EOPNOTSUPP</c>).</exception>
    public static WorkerStackChild Start(ByteSize stackSize, bool eligible, CancellationToken stopping) => new(ParkingWorker.Start(
        new WorkerOptions { Timeout = Patience },
        new ParkPlan { StackSize = stackSize, Flags = ShimConstants.ParkCarved | (eligible ? ShimConstants.ParkHuge : 0) },
        stopping));

    public void Park(int threads)
    {
        var growth = _worker.Grow(threads);
        if (growth.End != GrowthEnd.Max)
        {
            throw new MeasurementAbortedException(
                $"parking {threads} threads", $"the worker process stopped at {growth.Count}{(growth.Errno is { } errno ? $": {errno}" : "")}.");
        }
    }

    public void Dispose() => _worker.Dispose();
}
