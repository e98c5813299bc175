using LinuxThreads.Calls;
using LinuxThreads.Loops;
using LinuxThreads.Native;
using LinuxThreads.PingPong;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Load;

/// <summary>Measures what makes a hand-over dearer: a long run queue, another policy, sleeping bystanders, dirty registers; and what timer slack makes of a sleep.</summary>
public static class LoadMeter
{
    private const int PilotBatches = 5;
    private const int PilotOperations = 200;

    /// <summary>Measures the points of a sweep in rounds: each point once a round, in a fresh process.</summary>
    /// <remarks>
    /// <para>
    /// Hand-overs are those of two threads by futex on the first CPU that this process may use. A point that the kernel refuses (a real-time policy, more
    /// threads than it allows) is found by its pilot and is among <see cref="LoadResult.Unavailable"/>.
    /// </para>
    /// <para>
    /// Beside a run queue the elapsed time contains the turns of those who wait in it, so the figure is the pair's own time on the CPU. The scheduler
    /// charges a switch to the thread that comes next, from the reading of the clock at its beginning; so enqueueing, dequeueing and picking among many are
    /// in the figure where a thread of the pair does them or comes next, and so are the cache misses after another's turn. It
    /// can't contain the switches to those others, the timer interrupt's work during their turns, and what the load balancer does on other CPUs.
    /// </para>
    /// Source: the monotonic clock, read once a batch in C; switches by <c>getrusage(RUSAGE_THREAD)</c>, CPU time by <c>CLOCK_THREAD_CPUTIME_ID</c>,
    /// inside the measured threads before they end.
    /// Excludes: starting and joining the threads and the load, and the warm-up.
    /// </remarks>
    /// <param name="sweep">Which.</param>
    /// <param name="plan">How.</param>
    /// <param name="progress">Told what is about to be measured; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    /// <exception cref="MeasurementAbortedException">The shim or the worker program is missing, or a child process ended early.</exception>
    /// <exception cref="SyscallException">The kernel refused the first point, which the others are compared with, or a later repetition.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested; nothing is left running.</exception>
    public static LoadResult Measure(LoadSweep sweep, LoadPlan plan, Action<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var clock = new BudgetClock(plan.Budget);
        int[] allowed = [.. CpuSet.OfCurrentThread()];
        var missing = new List<Unavailable>();
        var subjects = Size(sweep, plan, allowed, missing, progress, cancellation);

        var round = 0;
        var arms = new List<Arm>();
        foreach (var subject in subjects)
        {
            arms.Add(new Arm(() =>
            {
                progress?.Invoke($"{sweep.JsonName()} {subject.Name}, round {round + 1} of {plan.Repetitions}");
                return Main(subject, allowed, cancellation);
            }));
            if (subject.Control is { } control)
            {
                arms.Add(new Arm(() => Run(control, cancellation)));
            }
        }

        // What is left of the budget; the first round is whole even if nothing is.
        var runs = InterleavedRuns.Collect(plan.Repetitions, plan.ExtraRepetitions, clock.Left, arms, cancellation, number => round = number);

        var points = new List<LoadRun>();
        var next = 0;
        foreach (var subject in subjects)
        {
            var main = runs[next++];
            points.Add(new LoadRun(subject, allowed[0], main, subject.Control is null ? null : runs[next++]));
        }

        return LoadResult.Of(sweep, plan, points, missing);
    }

    /// <summary>The points that the kernel lets pass, sized by a pilot of each.</summary>
    private static List<LoadSubject> Size(
        LoadSweep sweep, LoadPlan plan, int[] allowed, List<Unavailable> missing, Action<string>? progress, CancellationToken cancellation)
    {
        var sized = new List<LoadSubject>();
        foreach (var subject in LoadSubject.Of(sweep, plan))
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Invoke($"{sweep.JsonName()} {subject.Name}, pilot");
            var pilot = subject.Sized(PilotBatches, PilotOperations, PilotOperations);
            try
            {
                var main = Main(pilot, allowed, cancellation);
                var control = pilot.Control is { } calls ? Run(calls, cancellation) : null;
                sized.Add(subject.Sized(
                    plan.Batches,
                    BatchSize.For(Window(subject, plan), OperationNs(sweep, main), plan.Repetitions, plan.Batches),
                    control is null ? 1 : BatchSize.For(plan.Window, Median(control), plan.Repetitions, plan.Batches)));
            }
            // What the shim does not understand is a mistake of ours, not a refusal.
            catch (SyscallException refused) when (sized.Count > 0 && refused.Errno != Errno.EINVAL)
            {
                missing.Add(new Unavailable($"{sweep.JsonName()} {subject.Name}", $"{refused.Operation} failed: {refused.Errno}, {refused.Errno.Description}.", refused.Advice));
            }
        }

        return sized;
    }

    private static TimeSpan Window(LoadSubject subject, LoadPlan plan) => subject.Wait is { Runnable: 0 } ? plan.IdlingWindow : plan.Window;

    /// <summary>How long an operation takes: beside a run queue, of the pair's own time, since the others' turns come in lumps that a pilot is too short for.</summary>
    internal static double OperationNs(LoadSweep sweep, Repetition pilot) => sweep == LoadSweep.RunQueue && pilot.Evidence.CpuTime is { Value: > 0 } cpu
        ? cpu.Value / (double)pilot.Operations
        : Median(pilot);

    private static double Median(Repetition repetition) => Summary.Of([.. repetition.SamplesNs]).Median;

    private static Repetition Main(LoadSubject subject, int[] allowed, CancellationToken cancellation)
    {
        if (subject.Wait is { } wait)
        {
            return Run(wait, cancellation);
        }

        var plan = subject.Pair!;
        using var worker = LoopWorker.Start(plan.Batches, LoopWorker.Patience(plan.RoundTripsEach), cancellation);
        return new NativePair(plan, [allowed[0], allowed[0]], allowed).Run(worker);
    }

    private static Repetition Run(CallPlan plan, CancellationToken cancellation)
    {
        using var worker = LoopWorker.Start(plan.Batches, LoopWorker.Patience(plan.CallsEach), cancellation);
        return new CallLoop(plan).Run(worker);
    }
}
