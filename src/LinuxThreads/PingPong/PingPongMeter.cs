using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.PingPong;

/// <summary>Measures hand-overs between two threads, or two tasks, with the kernel's counters as evidence.</summary>
public static class PingPongMeter
{
    private const int PilotBatches = 5;
    private const int PilotRoundTrips = 100;
    // Tasks hand over in a fraction of a microsecond: a batch must last long enough to tell its length.
    private const int PilotRoundTripsOfTasks = 20_000;

    /// <summary>Why a mechanism can't be measured here, or <see langword="null"/> if it can.</summary>
    public static string? WhyUnavailable(Mechanism mechanism) => mechanism.IsNative() ? Shim.WhyUnavailable
        : mechanism == Mechanism.Goroutine ? GoroutineProgram.WhyUnavailable
        : null;

    /// <summary>Why this machine has no such placement for this process, or <see langword="null"/> if it has.</summary>
    /// <exception cref="SyscallException">The topology could not be read.</exception>
    public static string? WhyUnavailable(Placement placement)
    {
        ArgumentNullException.ThrowIfNull(placement);
        PlacementResolver.TryResolve(placement, [.. CpuSet.OfCurrentThread()], Topology, out var reason);
        return reason;
    }

    /// <summary>Measures one mechanism in one placement.</summary>
    /// <remarks>
    /// Source: the monotonic clock, read once a batch (in C for native mechanisms); switches by <c>getrusage(RUSAGE_THREAD)</c>, run delay by
    /// <c>schedstat</c>, migrations by <c>sched</c>, each read inside the measured threads before they end. Tasks have no threads of
    /// their own: for them the counters are those of the whole process (<c>RUSAGE_SELF</c>), its background threads included.
    /// Excludes: starting and joining the threads, and the warm-up.
    /// </remarks>
    /// <exception cref="ArgumentException">This machine has no such placement for this process; the message says why.</exception>
    /// <exception cref="MeasurementAbortedException">The shim that native mechanisms need is missing.</exception>
    /// <exception cref="SyscallException">A thread could not be started or pinned, or a pipe not be made.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static PingPongResult Measure(PingPongPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        int[] allowed = [.. CpuSet.OfCurrentThread()];
        var cpus = PlacementResolver.TryResolve(plan.Placement, allowed, Topology, out var reason)
            ?? throw new ArgumentException($"Placement {plan.Placement}: {reason}", nameof(plan));

        IPairRunner runner = plan.Mechanism.Traits().Sides switch
        {
            MechanismSides.ManagedThreads or MechanismSides.ManagedTasks => new ManagedPairRunner(plan, cpus, allowed),
            MechanismSides.Goroutines when GoroutineRunner.Contradiction(cpus) is { } contradiction =>
                throw new ArgumentException($"Placement {plan.Placement}: {contradiction}", nameof(plan)),
            MechanismSides.Goroutines => new GoroutineRunner(plan, cpus, allowed),
            _ => new NativePairRunner(plan, cpus, allowed),
        };
        using (runner)
        {
            var run = RepeatedRun.Collect(
                plan.Repetitions, plan.ExtraRepetitions, plan.Budget, () => runner.Repeat(cancellation), plan.Mechanism.SpinsBeforeParking(), cancellation);
            return new PingPongResult(plan, cpus, run, runner.Caveats);
        }
    }

    /// <summary>The same plan with batches so large that its repetitions together time about <paramref name="window"/>.</summary>
    /// <remarks>
    /// A pilot of one repetition tells how long a round trip takes. Short windows leave open whether another task disturbed them:
    /// <see cref="ContaminationGate.ShortestWindow"/> says what is needed.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is not positive.</exception>
    /// <exception cref="ArgumentException">This machine has no such placement for this process.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static PingPongPlan Size(PingPongPlan plan, TimeSpan window, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        var roundTrips = plan.Mechanism.Traits().Sides is MechanismSides.ManagedTasks or MechanismSides.Goroutines ? PilotRoundTripsOfTasks : PilotRoundTrips;
        var pilot = Measure(plan with { Repetitions = 1, ExtraRepetitions = 0, Batches = PilotBatches, BatchRoundTrips = roundTrips }, cancellation);
        return plan with { BatchRoundTrips = BatchSize.For(window, pilot.RoundTripNs.Median, plan.Repetitions, plan.Batches) };
    }

    private static CpuTopology Topology() => CpuTopology.Read(ProcRoot.System);
}
