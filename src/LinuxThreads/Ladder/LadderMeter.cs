using LinuxThreads.Loops;
using LinuxThreads.Native;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Ladder;

/// <summary>Measures the ladder from a function call to a hand-over between two CPUs, and what each rung adds.</summary>
public static class LadderMeter
{
    // A last resort against a loop that never ends: so many times as long as the plan asks for.
    private const double Slowness = 100;

    private static readonly TimeSpan MostPatience = TimeSpan.FromDays(1);

    /// <summary>Measures every rung in rounds; a round is one fresh child process, and begins with the next rung.</summary>
    /// <remarks>
    /// A rung that another task disturbed is run again in the same round and process. A rung that this machine lacks or the kernel refuses is
    /// among <see cref="LadderResult.Unavailable"/>.
    /// Source: the monotonic clock, read once a batch in C; switches by <c>getrusage(RUSAGE_THREAD)</c>, run delay by <c>schedstat</c>,
    /// migrations by <c>sched</c>, each read inside the measured threads before they end. Hand-overs divide by the switches counted.
    /// Excludes: starting and joining the threads, and the warm-up. The loop around a call is in its figure, and in that of
    /// <see cref="LadderRung.EmptyCall"/>, so it is in no difference.
    /// </remarks>
    /// <param name="plan">What to measure.</param>
    /// <param name="progress">Told the number of each round, from 1, before it begins; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    /// <exception cref="MeasurementAbortedException">The shim or the worker program is missing, or a child process ended early.</exception>
    /// <exception cref="SyscallException">The kernel refused every rung, or one that it had let pass before.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested; nothing is left running.</exception>
    public static LadderResult Measure(LadderPlan plan, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        int[] allowed = [.. CpuSet.OfCurrentThread()];
        var cpus = LadderCpus.Choose(plan.TwoCpus, allowed, static () => CpuTopology.Read(ProcRoot.System));
        var missing = new List<Unavailable>();
        var loops = Size(plan, cpus, allowed, missing, cancellation);

        LoopWorker? worker = null;
        try
        {
            var runs = InterleavedRuns.Collect(
                plan.Repetitions, plan.ExtraRepetitions, plan.Budget,
                [.. loops.Select(loop => new Arm(() => loop.Run(worker!)))],
                cancellation,
                round =>
                {
                    progress?.Invoke(round + 1);
                    worker?.Dispose();
                    // A process ends once: starting the next one may throw.
                    worker = null;
                    worker = LoopWorker.Start(plan.Batches, Patience(plan, loops.Count), cancellation);
                });
            return LadderResult.Of(
                plan with { TwoCpus = cpus.Relation }, loops.Zip(runs, static (loop, run) => (loop.Rung, loop.Cpus, run)), missing);
        }
        finally
        {
            worker?.Dispose();
        }
    }

    /// <summary>The rungs that can be measured here, sized by a pilot of each.</summary>
    private static List<LadderLoop> Size(
        LadderPlan plan, LadderCpus cpus, int[] allowed, List<Unavailable> missing, CancellationToken cancellation)
    {
        var loops = new List<LadderLoop>();
        SyscallException? refusal = null;
        using var worker = LoopWorker.Start(LadderLoop.PilotBatches, LoopWorker.Patience(0), cancellation);
        foreach (var rung in Enum.GetValues<LadderRung>())
        {
            cancellation.ThrowIfCancellationRequested();
            if (Cpus(rung, cpus) is not { } places)
            {
                missing.Add(new Unavailable(rung.JsonName(), cpus.WhyNotTwo!, "Allow this process a second CPU, or name two that it may use."));
                continue;
            }

            var pilot = LadderLoop.Pilot(rung, places, allowed);
            try
            {
                loops.Add(pilot.Sized(plan, pilot.Run(worker), allowed));
            }
            catch (SyscallException refused)
            {
                refusal = refused;
                missing.Add(new Unavailable(rung.JsonName(), refused.Message, null));
            }
        }

        return loops.Count > 0 ? loops : throw refusal!;
    }

    private static int[]? Cpus(LadderRung rung, LadderCpus cpus) => rung switch
    {
        LadderRung.FutexTwoCpus or LadderRung.FutexTwoCpusAwake => cpus.Two,
        _ => rung.IsHandOver() ? [cpus.One, cpus.One] : [cpus.One],
    };

    private static TimeSpan Patience(LadderPlan plan, int rungs)
    {
        var seconds = Slowness * (1.0 + plan.ExtraRepetitions) * rungs * Math.Max(plan.RungTime.TotalSeconds, plan.IdlingRungTime.TotalSeconds);
        return LoopWorker.Patience(0) + TimeSpan.FromSeconds(Math.Min(seconds, MostPatience.TotalSeconds));
    }
}
