using System.Globalization;
using LinuxThreads.Workers;

namespace LinuxThreads.Footprint;

/// <summary>User-level contexts, suspended in a worker process: no thread is behind them.</summary>
internal sealed class ParkedContexts : IParkedUnits
{
    private readonly WorkerProcess _process;
    private readonly ByteSize _stackSize;

    /// <exception cref="MeasurementAbortedException">The worker is missing, could not be started, or ended at once.</exception>
    /// <exception cref="SyscallException">The plan can never work, for instance a stack that is too small.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ParkedContexts(FootprintPlan plan, TimeSpan lifetime, CancellationToken cancellation)
    {
        _stackSize = plan.StackSize!.Value;
        _process = WorkerProcess.Start(new WorkerOptions { Timeout = lifetime }, cancellation);
        var planned = false;
        try
        {
            ThrowIfRefused(_process.Ask($"fibers {_stackSize.Bytes} -1 {plan.TouchBytes.Bytes} 0", "fibered", 1)[0], "planning user-level contexts");
            planned = true;
        }
        finally
        {
            if (!planned)
            {
                _process.Dispose();
            }
        }
    }

    public Pid Pid => _process.Pid;

    public void Grow(int total)
    {
        var answer = _process.Ask($"resume {total}", "resumed", 2);
        ThrowIfRefused(answer[1], $"user-level context {answer[0]}");
    }

    public ByteSize ReadResident()
    {
        var answer = _process.Ask("fibers-resident", "resident", 2);
        ThrowIfRefused(answer[1], "the stacks of the contexts");
        return new ByteSize(long.Parse(answer[0], CultureInfo.InvariantCulture));
    }

    public void Dispose() => _process.Dispose();

    private void ThrowIfRefused(string errno, string target)
    {
        if (int.Parse(errno, CultureInfo.InvariantCulture) is not 0 and var number)
        {
            throw new SyscallException("mmap", new Errno(number), $"{target}, {_stackSize.Bytes} B of stack", "'linuxthreads limits' names the limit that is reached.");
        }
    }
}
