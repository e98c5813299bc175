using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>Measures what creating a thread, or a task, takes: until the call returns, until it runs, until it is gone.</summary>
public static class CreationMeter
{
    private const int PilotCreations = 200;
    private const int PilotTasks = 20_000;
    private const int MostCount = 100_000;
    private const int MostTasks = 1_000_000;

    /// <summary>Why a kind can't be measured here, or <see langword="null"/> if it can.</summary>
    public static string? WhyUnavailable(CreationKind kind) =>
        kind.IsNative() ? Shim.WhyUnavailable : null;

    /// <summary>Measures one kind.</summary>
    /// <remarks>
    /// Source: the monotonic clock, read three times a creation. Native threads are created by a worker process; its counters are
    /// <c>getrusage(RUSAGE_SELF)</c>, and each creator's own <c>RUSAGE_THREAD</c>, <c>schedstat</c> and <c>sched</c>. .NET's are created here, and
    /// the counters are this process's. Creations are held against <c>processes</c> of <c>/proc/stat</c>.
    /// Excludes: nothing; each time includes one clock read.
    /// </remarks>
    /// <exception cref="ArgumentException">The plan contradicts itself, or names a CPU that this process may not use.</exception>
    /// <exception cref="MeasurementAbortedException">The worker program is missing or ended early, or the runtime could not start a thread.</exception>
    /// <exception cref="SyscallException">A thread could not be created or pinned.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested; nothing is left running.</exception>
    public static CreationResult Measure(CreationPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Contradiction() is { } contradiction)
        {
            throw new ArgumentException($"{plan.Kind.JsonName()}: {contradiction}", nameof(plan));
        }

        cancellation.ThrowIfCancellationRequested();
        int[] allowed = [.. CpuSet.OfCurrentThread()];
        var cpu = plan.Cpu ?? allowed[0];
        if (!plan.Unpinned && !allowed.Contains(cpu))
        {
            throw new ArgumentException(
                $"CPU {cpu} is not there or this process may not use it; it may use {new CpuList(allowed)}.", nameof(plan));
        }

        int[] used = plan.Unpinned ? allowed : [cpu];
        var stack = plan.Kind.IsNative() ? plan.StackSize ?? CLibrary.DefaultStackSize : plan.StackSize;
        using var runner = Runner(plan, stack, used, cancellation);
        var run = RepeatedRun.Collect(
            plan.Repetitions, plan.ExtraRepetitions, plan.Budget, () => runner.Repeat(cancellation), spinsBeforeParking: false, cancellation);
        return new CreationResult(plan, stack, plan.Unpinned ? [] : used, run, ClockReadNs(plan.Kind), runner.Caveats);
    }

    /// <summary>The same plan with as many creations that its repetitions together take about <paramref name="window"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is not positive.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static CreationPlan Size(CreationPlan plan, TimeSpan window, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window, TimeSpan.Zero);
        var pilot = Measure(
            plan with { Repetitions = 1, ExtraRepetitions = 0, Count = plan.Kind.CreatesThreads() ? PilotCreations : PilotTasks }, cancellation);
        // By the clock, not by the median: where several create at once, they share it.
        var each = pilot.Evidence.WallTime.Value / (double)pilot.Creations * plan.Creators;
        var most = (plan.Kind.CreatesThreads() ? MostCount : MostTasks) / plan.Creators;
        return plan with { Count = Math.Min(BatchSize.For(window, each, plan.Repetitions, 1), most) };
    }

    private static ICreationRunner Runner(CreationPlan plan, ByteSize? stack, int[] used, CancellationToken cancellation) => plan.Kind switch
    {
        CreationKind.Pthread or CreationKind.PthreadSteps => new NativeCreationRunner(plan, stack!.Value, used, cancellation),
        CreationKind.DotnetThread => new ManagedThreadRunner(plan, used),
        _ => new TaskRunner(plan, used),
    };

    private static unsafe double ClockReadNs(CreationKind kind)
    {
        if (kind != CreationKind.PthreadSteps)
        {
            return 0;
        }

        var clock = ShimClock.New();
        Shim.ThrowIfFailed(Shim.ClockDescribe(&clock), "lt_clock_describe", "the monotonic clock");
        return clock.ReadCostPs / 1e3;
    }
}
