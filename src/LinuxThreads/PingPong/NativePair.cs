using System.ComponentModel;
using LinuxThreads.Interop;
using LinuxThreads.Loops;
using LinuxThreads.Native;
using LinuxThreads.Verdicts;

namespace LinuxThreads.PingPong;

/// <summary>A pair that runs C only, ready to be run in one worker process after another.</summary>
internal sealed class NativePair
{
    private readonly PingPongPlan _plan;
    private readonly IReadOnlyList<int> _used;
    private readonly bool _keepsCpusBusy;
    private readonly ShimPairPlan _shimPlan;

    /// <summary>Prepares the pair.</summary>
    /// <param name="plan">Of a native mechanism.</param>
    /// <param name="cpus">The CPU of each side; empty where the scheduler may choose.</param>
    /// <param name="allowed">The CPUs that this process may use.</param>
    /// <exception cref="MeasurementAbortedException">The shim is missing.</exception>
    public NativePair(PingPongPlan plan, int[] cpus, IReadOnlyList<int> allowed)
    {
        Shim.Require();
        _plan = plan;
        _used = cpus.Length == 0 ? allowed : [.. cpus.Distinct()];
        // On one CPU, one of the two is always ready, pinned or not. Two that never block, and two CPUs with a spinner each, are always busy
        // where they are pinned; where they are free, both may stand on one CPU while another idles.
        _keepsCpusBusy = _used.Count == 1 || (cpus.Length > 0 && (plan.Runnable > 0 || plan.Mechanism is Mechanism.Yield or Mechanism.Spin));
        _shimPlan = ShimPairPlan.New() with
        {
            Mechanism = ShimMechanism(plan.Mechanism),
            Flags = plan.Processes ? ShimConstants.PairProcesses : 0,
            CpuA = cpus.Length == 0 ? ShimConstants.CpuAny : cpus[0],
            CpuB = cpus.Length == 0 ? ShimConstants.CpuAny : cpus[1],
            Policy = plan.ShimPolicy,
            Batches = (ulong)plan.Batches,
            BatchRoundTrips = (ulong)plan.BatchRoundTrips,
            WarmupRoundTrips = (ulong)plan.WarmUpRoundTrips,
            Load = plan.ShimLoad,
            Work = plan.Work.ToShim(),
        };
    }

    /// <summary>One repetition, in this process.</summary>
    /// <exception cref="SyscallException">The kernel refused something the plan needs.</exception>
    /// <exception cref="MeasurementAbortedException">The process is gone.</exception>
    /// <exception cref="OperationCanceledException">The cancellation of the process was requested.</exception>
    public Repetition Run(LoopWorker worker)
    {
        var window = LoopWindow.Open(worker, _used);
        var run = worker.Run(_shimPlan, $"{_plan.Mechanism.JsonName()}, {_plan.Placement}", _plan.Advice(CpuSet.Advice()));
        var result = run.Result;
        var roundTrips = (long)run.BatchesNs.Length * _plan.BatchRoundTrips;
        var wall = new Nanoseconds(result.WallNs);
        var evidence = ThreadEvidence.Of(roundTrips * _plan.Mechanism.NominalSwitchesPerRoundTrip(), wall, Sides(result));
        return new Repetition(
            Batches.PerOperation(run.BatchesNs, run.BatchesNs.Length, _plan.BatchRoundTrips),
            roundTrips,
            evidence,
            _keepsCpusBusy
                ? window.CloseKeptBusy(wall, evidence.CpuTime + new Nanoseconds(result.LoadCpuNs))
                : window.CloseIdling(new Nanoseconds(result.BAccountedNs)));
    }

    // Two contexts on one thread have one thread's counters.
    private ReadOnlySpan<ShimEvidence> Sides(in ShimPairResult result) =>
        _plan.Mechanism.Traits().Sides == MechanismSides.NativeContexts ? new[] { result.A } : [result.A, result.B];

    private static uint ShimMechanism(Mechanism mechanism) => mechanism switch
    {
        Mechanism.Futex => ShimConstants.PairFutex,
        Mechanism.Pipe => ShimConstants.PairPipe,
        Mechanism.Yield => ShimConstants.PairYield,
        Mechanism.Eventfd => ShimConstants.PairEventfd,
        Mechanism.Socketpair => ShimConstants.PairSocketpair,
        Mechanism.Condvar => ShimConstants.PairCondvar,
        Mechanism.Semaphore => ShimConstants.PairSemaphore,
        Mechanism.Spin => ShimConstants.PairSpin,
        Mechanism.Coroutine => ShimConstants.PairCoroutine,
        Mechanism.Swapcontext => ShimConstants.PairSwapcontext,
        Mechanism.SeccompNotify => ShimConstants.PairSeccomp,
        Mechanism.SeccompNotifySync => ShimConstants.PairSeccompSync,
        _ => throw new InvalidEnumArgumentException(nameof(mechanism), (int)mechanism, typeof(Mechanism)),
    };
}
