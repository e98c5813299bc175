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

    /// <summary>Why a plan can't be measured here, or <see langword="null"/> if it can: its mechanism, its placement, or the two together.</summary>
    /// <exception cref="SyscallException">The topology could not be read.</exception>
    public static string? WhyUnavailable(PingPongPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return WhyUnavailable(plan.Mechanism)
            ?? (PlacementResolver.TryResolve(plan.Placement, [.. CpuSet.OfCurrentThread()], Topology, out var reason) is { } cpus
                ? plan.Contradiction(cpus)
                : reason);
    }

    /// <summary>Measures one mechanism in one placement.</summary>
    /// <remarks>
    /// Each repetition of a native mechanism runs in a fresh child process, since what one process is given (where its memory lies in the caches)
    /// stays with it: only medians of several processes are independent of each other.
    /// Source: the monotonic clock, read once a batch (in C for native mechanisms); switches by <c>getrusage(RUSAGE_THREAD)</c>, run delay by
    /// <c>schedstat</c>, migrations by <c>sched</c>, each read inside the measured threads before they end. Tasks have no threads of
    /// their own: for them the counters are those of the whole process (<c>RUSAGE_SELF</c>), its background threads included.
    /// Excludes: starting and joining the threads, and the warm-up.
    /// </remarks>
    /// <exception cref="ArgumentException">The plan can't be measured here; the message says why.</exception>
    /// <exception cref="MeasurementAbortedException">The shim or the worker program is missing, or a child process ended early.</exception>
    /// <exception cref="SyscallException">The kernel refused a thread, a pin, a policy or a descriptor.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested; nothing is left running.</exception>
    public static PingPongResult Measure(PingPongPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Measure([plan], plan.Repetitions, plan.ExtraRepetitions, plan.Budget, cancellation: cancellation)[0];
    }

    /// <summary>Measures several plans in rounds, each once a round, so that they can be compared.</summary>
    /// <param name="plans">What is compared; at least one. Their own repetitions and budgets do not count.</param>
    /// <param name="rounds">Rounds; at least 1. The interval of a median needs 6 for 95 %.</param>
    /// <param name="extra">Disturbed repetitions of each plan that may be run again; may be 0.</param>
    /// <param name="budget">When to stop, though never before the first round is whole; <see langword="null"/> for never.</param>
    /// <param name="progress">Told of each round and plan before it is measured; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    /// <exception cref="ArgumentException">There is no plan, or one can't be measured here; the message says why.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="MeasurementAbortedException">The shim or the worker program is missing, or a child process ended early.</exception>
    /// <exception cref="SyscallException">The kernel refused a thread, a pin, a policy or a descriptor.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested; nothing is left running.</exception>
    public static IReadOnlyList<PingPongResult> Measure(
        IReadOnlyList<PingPongPlan> plans, int rounds, int extra, TimeSpan? budget,
        Action<int, PingPongPlan>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentOutOfRangeException.ThrowIfZero(plans.Count, nameof(plans));
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(extra);
        int[] allowed = [.. CpuSet.OfCurrentThread()];
        // Read once for all plans, and not at all if none needs it: a large machine's is thousands of files.
        var topology = new Lazy<CpuTopology>(Topology);
        var cpus = plans.Select(plan => Cpus(plan, allowed, () => topology.Value)).ToArray();
        var runners = new List<IPairRunner>(plans.Count);
        try
        {
            foreach (var (plan, pair) in plans.Zip(cpus))
            {
                runners.Add(Runner(plan, pair, allowed));
            }

            var round = 0;
            var arms = runners.Zip(plans, (runner, plan) => new Arm(
                () =>
                {
                    progress?.Invoke(round, plan);
                    return runner.Repeat(cancellation);
                },
                plan.Mechanism.SpinsBeforeParking())).ToArray();
            var runs = InterleavedRuns.Collect(rounds, extra, budget, arms, cancellation, number => round = number);
            return [.. plans.Select((plan, at) => new PingPongResult(plan, cpus[at], runs[at], runners[at].Caveats))];
        }
        finally
        {
            foreach (var runner in runners)
            {
                runner.Dispose();
            }
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
        var slowest = Pilots(plan).Max(pilot => Measure(pilot, cancellation).RoundTripNs.Median);
        return plan with { BatchRoundTrips = BatchSize.For(window, slowest, plan.Repetitions, plan.Batches) };
    }

    /// <summary>One pilot; where the sides may move, another one on two CPUs: a pair that sits on one is up to ten times as fast, and may part in the next repetition.</summary>
    private static IEnumerable<PingPongPlan> Pilots(PingPongPlan plan)
    {
        var roundTrips = plan.Mechanism.Traits().Sides is MechanismSides.ManagedTasks or MechanismSides.Goroutines ? PilotRoundTripsOfTasks : PilotRoundTrips;
        var pilot = plan with { Repetitions = 1, ExtraRepetitions = 0, Batches = PilotBatches, BatchRoundTrips = roundTrips };
        yield return pilot;
        int[] allowed = [.. CpuSet.OfCurrentThread()];
        if (plan.Placement.Kind == PlacementKind.Unpinned && allowed.Length > 1
            && pilot with { Placement = Placement.OnCpus(allowed[0], allowed[1]) } is var parted && WhyUnavailable(parted) is null)
        {
            yield return parted;
        }
    }

    private static int[] Cpus(PingPongPlan plan, int[] allowed, Func<CpuTopology> topology)
    {
        var cpus = PlacementResolver.TryResolve(plan.Placement, allowed, topology, out var reason);
        return cpus is not null && (reason = plan.Contradiction(cpus)) is null
            ? cpus
            : throw new ArgumentException($"{plan.Mechanism.JsonName()}, {plan.Placement}: {reason}", nameof(plan));
    }

    private static IPairRunner Runner(PingPongPlan plan, int[] cpus, IReadOnlyList<int> allowed) => plan.Mechanism.Traits().Sides switch
    {
        MechanismSides.ManagedThreads or MechanismSides.ManagedTasks => new ManagedPairRunner(plan, cpus, allowed),
        MechanismSides.Goroutines => new GoroutineRunner(plan, cpus, allowed),
        _ => new NativePairRunner(plan, cpus, allowed),
    };

    private static CpuTopology Topology() => CpuTopology.Read(ProcRoot.System);
}
