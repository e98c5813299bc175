using LinuxThreads.Interop;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Loops;

/// <summary>Who had the CPUs while a <see cref="LoopWorker"/> ran a loop.</summary>
internal sealed class LoopWindow
{
    private readonly OccupancyProbe _probe;
    private readonly Pid _worker;
    private readonly Nanoseconds _accounted;

    private LoopWindow(LoopWorker worker, IReadOnlyCollection<int> cpus)
    {
        _worker = worker.Pid;
        _accounted = AccountedClock.ReadProcess(_worker);
        _probe = OccupancyProbe.Start(cpus);
    }

    /// <summary>Opens a window over the CPUs used.</summary>
    public static LoopWindow Open(LoopWorker worker, IReadOnlyCollection<int> cpus) => new(worker, cpus);

    /// <summary>Closes the window of CPUs that the plan had a thread ready for at every moment.</summary>
    /// <param name="wall">The length of the timed part.</param>
    /// <param name="taskClock">What all threads of the plan had of the CPUs in it.</param>
    public CpuOccupancy CloseKeptBusy(Nanoseconds wall, Nanoseconds? taskClock) => _probe.EndOfKeptBusy(wall, taskClock);

    /// <summary>Closes the window of CPUs that go idle in between.</summary>
    /// <param name="endedProcesses">What processes that the worker started and that have ended were charged with.</param>
    public CpuOccupancy CloseIdling(Nanoseconds endedProcesses = default)
    {
        var occupancy = _probe.EndOfIdling();
        return occupancy with
        {
            OwnAccountedTime = occupancy.OwnAccountedTime + (AccountedClock.ReadProcess(_worker) - _accounted) + endedProcesses,
        };
    }
}
