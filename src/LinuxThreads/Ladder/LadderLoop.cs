using LinuxThreads.Calls;
using LinuxThreads.Loops;
using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Ladder;

/// <summary>One rung, ready to be run in one worker process after another.</summary>
internal sealed class LadderLoop
{
    /// <summary>The batches of a pilot.</summary>
    public const int PilotBatches = 5;

    private const int PilotCalls = 1_000;
    private const int PilotRoundTrips = 100;

    private readonly Func<LoopWorker, Repetition> _run;

    private LadderLoop(LadderRung rung, IReadOnlyList<int> cpus, Func<LoopWorker, Repetition> run)
    {
        Rung = rung;
        Cpus = cpus;
        _run = run;
    }

    /// <summary>The rung.</summary>
    public LadderRung Rung { get; }

    /// <summary>The CPU it runs on, or that of each side.</summary>
    public IReadOnlyList<int> Cpus { get; }

    /// <summary>A short run that tells how long an operation takes.</summary>
    /// <exception cref="MeasurementAbortedException">The shim is missing.</exception>
    public static LadderLoop Pilot(LadderRung rung, IReadOnlyList<int> cpus, IReadOnlyList<int> allowed) =>
        Of(rung, cpus, allowed, PilotBatches, rung.IsHandOver() ? PilotRoundTrips : PilotCalls);

    /// <summary>The same rung with batches as the plan wants them.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pilot">What the pilot brought.</param>
    /// <param name="allowed">The CPUs that this process may use.</param>
    public LadderLoop Sized(LadderPlan plan, Repetition pilot, IReadOnlyList<int> allowed)
    {
        var time = Rung == LadderRung.FutexTwoCpus ? plan.IdlingRungTime : plan.RungTime;
        return Of(Rung, Cpus, allowed, plan.Batches, BatchSize.For(time, Statistics.Summary.Of([.. pilot.SamplesNs]).Median, 1, plan.Batches));
    }

    /// <summary>One repetition, in this process.</summary>
    /// <exception cref="SyscallException">The kernel refused something the rung needs.</exception>
    /// <exception cref="MeasurementAbortedException">The process is gone.</exception>
    /// <exception cref="OperationCanceledException">The cancellation of the process was requested.</exception>
    public Repetition Run(LoopWorker worker) => _run(worker);

    private static LadderLoop Of(LadderRung rung, IReadOnlyList<int> cpus, IReadOnlyList<int> allowed, int batches, int operations)
    {
        if (LadderTraits.Of(rung).Call is { } call)
        {
            return new LadderLoop(rung, cpus, new CallLoop(new CallPlan { Kind = call, Cpu = cpus[0], Batches = batches, BatchCalls = operations }).Run);
        }

        var mechanism = rung == LadderRung.YieldToPeer ? Mechanism.Yield : Mechanism.Futex;
        var plan = PingPongPlan.Default(mechanism, Placement.OnCpus(cpus[0], cpus[1])) with
        {
            Batches = batches,
            BatchRoundTrips = operations,
            Runnable = rung == LadderRung.FutexTwoCpusAwake ? 1 : 0,
        };
        return new LadderLoop(rung, cpus, new NativePair(plan, [.. cpus], allowed).Run);
    }
}
