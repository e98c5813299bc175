using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Verdicts;

namespace LinuxThreads.PingPong;

/// <summary>Two fresh native threads a repetition, running C only.</summary>
internal sealed unsafe class NativePairRunner : IPairRunner
{
    private readonly PingPongPlan _plan;
    private readonly IReadOnlyList<int> _used;
    private readonly bool _keepsCpusBusy;
    private ShimPairPlan _shimPlan;

    public NativePairRunner(PingPongPlan plan, int[] cpus, IReadOnlyList<int> allowed)
    {
        Shim.Require();
        _plan = plan;
        _used = cpus.Length == 0 ? allowed : [.. cpus.Distinct()];
        // On one CPU, one of the two is always ready, pinned or not. Two yielding threads never block, so each keeps its own CPU
        // busy where it is pinned to one; where they are free, both may stand on one CPU while another idles.
        _keepsCpusBusy = _used.Count == 1 || (plan.Mechanism == Mechanism.Yield && cpus.Length > 0);
        _shimPlan = ShimPairPlan.New();
        _shimPlan.Mechanism = plan.Mechanism switch
        {
            Mechanism.Futex => ShimConstants.PairFutex,
            Mechanism.Pipe => ShimConstants.PairPipe,
            Mechanism.Yield => ShimConstants.PairYield,
            _ => throw new ArgumentException($"{plan.Mechanism.JsonName()} is not a native mechanism.", nameof(plan)),
        };
        _shimPlan.CpuA = cpus.Length == 0 ? ShimConstants.CpuAny : cpus[0];
        _shimPlan.CpuB = cpus.Length == 0 ? ShimConstants.CpuAny : cpus[1];
        _shimPlan.Batches = (ulong)plan.Batches;
        _shimPlan.BatchRoundTrips = (ulong)plan.BatchRoundTrips;
        _shimPlan.WarmupRoundTrips = (ulong)plan.WarmUpRoundTrips;
        Caveats = cpus.Length == 0
            ? [new Caveat(CaveatKind.Unpinned, "The threads were free to move; where they ran may differ from run to run.")]
            : [];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <inheritdoc/>
    public Repetition Repeat(CancellationToken cancellation)
    {
        var samples = new long[_plan.Batches];
        var result = ShimPairResult.New();
        int status;
        using var stop = new StopFlag(cancellation);
        var probe = OccupancyProbe.Start(_used);
        fixed (ShimPairPlan* plan = &_shimPlan)
        fixed (long* elapsed = samples)
        {
            status = Shim.PairRun(plan, stop.Word, elapsed, &result);
        }

        // A run that stopped before its first batch has no window to judge.
        cancellation.ThrowIfCancellationRequested();
        Shim.ThrowIfFailed(status, "lt_pair_run", $"{_plan.Mechanism.JsonName()}, {_plan.Placement}", CpuSet.Advice());
        var done = (int)result.BatchesDone;
        var roundTrips = (long)done * _plan.BatchRoundTrips;
        var wall = new Nanoseconds(result.WallNs);
        var evidence = ThreadEvidence.Of(
            roundTrips * _plan.Mechanism.NominalSwitchesPerRoundTrip(), wall, result.A, result.B);
        return new Repetition(
            Batches.PerOperation(samples, done, _plan.BatchRoundTrips),
            roundTrips,
            evidence,
            _keepsCpusBusy ? probe.EndOfKeptBusy(wall, evidence.CpuTime) : probe.EndOfIdling());
    }

    /// <summary>Nothing outlives a repetition.</summary>
    public void Dispose()
    {
    }
}
