using System.ComponentModel;
using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Calls;

/// <summary>Measures what one call costs, in a loop of C on a pinned thread of its own.</summary>
public static class CallMeter
{
    private const int PilotBatches = 5;
    private const int PilotCalls = 1_000;

    /// <summary>Measures one call.</summary>
    /// <remarks>
    /// Source: the monotonic clock, read once a batch in C; counters by <c>getrusage(RUSAGE_THREAD)</c> and
    /// <c>/proc/thread-self</c>, read inside the measured thread before it ends.
    /// Excludes: nothing; the loop around the call and a clock read a batch are in the figure (<see cref="CallKind.Empty"/> shows the loop).
    /// </remarks>
    /// <exception cref="MeasurementAbortedException">The shim is missing.</exception>
    /// <exception cref="SyscallException">A thread could not be started or pinned.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static CallResult Measure(CallPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Shim.Require();
        var cpu = plan.Cpu ?? CpuSet.OfCurrentThread().First();
        using var stop = new StopFlag(cancellation);
        var run = RepeatedRun.Collect(
            plan.Repetitions, plan.ExtraRepetitions, plan.Budget, () => Repeat(plan, cpu, stop, cancellation), spinsBeforeParking: false, cancellation);
        return new CallResult(plan, cpu, run);
    }

    /// <summary>The same plan with batches so large that its repetitions together time about <paramref name="window"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is not positive.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static CallPlan Size(CallPlan plan, TimeSpan window, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        var pilot = Measure(plan with { Repetitions = 1, ExtraRepetitions = 0, Batches = PilotBatches, BatchCalls = PilotCalls }, cancellation);
        return plan with { BatchCalls = BatchSize.For(window, pilot.CallNs.Median, plan.Repetitions, plan.Batches) };
    }

    private static unsafe Repetition Repeat(CallPlan plan, int cpu, StopFlag stop, CancellationToken cancellation)
    {
        var shimPlan = ShimCallPlan.New();
        shimPlan.Kind = ShimKind(plan.Kind);
        shimPlan.Cpu = cpu;
        shimPlan.Batches = (ulong)plan.Batches;
        shimPlan.BatchCalls = (ulong)plan.BatchCalls;
        shimPlan.WarmupCalls = (ulong)plan.WarmUpCalls;
        var result = ShimCallResult.New();
        var samples = new long[plan.Batches];

        var probe = OccupancyProbe.Start([cpu]);
        int status;
        fixed (long* elapsed = samples)
        {
            status = Shim.CallRun(&shimPlan, stop.Word, elapsed, &result);
        }

        // A run that stopped before its first batch has no window to judge.
        cancellation.ThrowIfCancellationRequested();
        Shim.ThrowIfFailed(status, "lt_call_run", $"{plan.Kind.JsonName()} on CPU {cpu}", CpuSet.Advice());
        var wall = new Nanoseconds(result.WallNs);
        var evidence = ThreadEvidence.Of(0, wall, result.Thread);
        return new Repetition(
            Batches.PerOperation(samples, (int)result.BatchesDone, plan.BatchCalls),
            (long)result.BatchesDone * plan.BatchCalls,
            evidence,
            probe.EndOfKeptBusy(wall, evidence.CpuTime));
    }

    private static uint ShimKind(CallKind kind) => kind switch
    {
        CallKind.Empty => ShimConstants.CallEmpty,
        CallKind.Clock => ShimConstants.CallClock,
        CallKind.NullSyscall => ShimConstants.CallNull,
        CallKind.FutexWake => ShimConstants.CallFutexWake,
        CallKind.FutexWaitMismatch => ShimConstants.CallFutexWait,
        CallKind.LoneYield => ShimConstants.CallYield,
        CallKind.SelfPipe => ShimConstants.CallPipe,
        _ => throw new InvalidEnumArgumentException(nameof(kind), (int)kind, typeof(CallKind)),
    };
}
