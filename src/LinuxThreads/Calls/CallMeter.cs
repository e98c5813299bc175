using LinuxThreads.Loops;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Calls;

/// <summary>Measures what one call costs, in a loop of C on a pinned thread of its own, in a fresh process a repetition.</summary>
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
    /// <exception cref="MeasurementAbortedException">The shim or the worker program is missing, or a child process ended early.</exception>
    /// <exception cref="SyscallException">The kernel refused a thread, a pin or a policy.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static CallResult Measure(CallPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var loop = new CallLoop(plan);
        var run = RepeatedRun.Collect(
            plan.Repetitions, plan.ExtraRepetitions, plan.Budget, () => Repeat(loop, cancellation), spinsBeforeParking: false, cancellation);
        return new CallResult(plan, loop.Cpu, run);
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

    private static Repetition Repeat(CallLoop loop, CancellationToken cancellation)
    {
        using var worker = LoopWorker.Start(loop.Plan.Batches, LoopWorker.Patience(loop.Plan.CallsEach), cancellation);
        return loop.Run(worker);
    }
}
