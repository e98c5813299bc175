using LinuxThreads.Calls;
using LinuxThreads.Loops;
using LinuxThreads.PingPong;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Overhead;

/// <summary>Measures the points of one curve in rounds: in each, one fresh process runs every pair and every control.</summary>
internal sealed class CurveRun(OverheadPlan plan, int cpu, CancellationToken cancellation)
{
    private const int PilotBatches = 3;
    private const int MostPilotRoundTrips = 200;
    private const int MostWarmUp = 500;
    private const int FewestBatches = 5;
    private const double PilotNs = 1e6;
    private const double SwitchNsAtLeast = 1e3;
    private const int CalibrationRounds = 100_000;
    private const int CalibrationBatches = 9;

    /// <summary>Nanoseconds of one round of arithmetic: good enough to aim by, what the work takes is measured again in each round.</summary>
    public double NsPerRoundOfWork()
    {
        using var worker = LoopWorker.Start(CalibrationBatches, LoopWorker.Patience(CalibrationBatches), cancellation);
        var loop = new CallLoop(new CallPlan
        {
            Kind = CallKind.Empty,
            Cpu = cpu,
            Work = WorkPerTurn.Compute(CalibrationRounds),
            Batches = CalibrationBatches,
            BatchCalls = 1,
            WarmUpCalls = 1,
        });
        return Summary.Of([.. loop.Run(worker).SamplesNs]).Min / CalibrationRounds;
    }

    /// <summary>Measures a curve.</summary>
    /// <param name="curve">Which, for the progress.</param>
    /// <param name="points">Its points; the first is the one without work.</param>
    /// <param name="budget">When to stop, though not before the first round is whole.</param>
    /// <param name="progress">Told of each round; may be null.</param>
    public IReadOnlyList<OverheadPoint> Measure(
        OverheadCurve curve, IReadOnlyList<PointPlan> points, TimeSpan? budget, Action<OverheadProgress>? progress)
    {
        var (pairs, controls) = Size(points);
        var operations = pairs.Sum(static pair => pair.RoundTripsEach) + controls.Sum(static control => control.CallsEach);
        var patience = LoopWorker.Patience(operations * (1 + plan.ExtraRepetitions));
        LoopWorker? worker = null;
        try
        {
            var arms = pairs.Zip(controls).SelectMany(arm =>
            {
                var pair = Pair(arm.First);
                var control = new CallLoop(arm.Second);
                return new[] { new Arm(() => pair.Run(worker!)), new Arm(() => control.Run(worker!)) };
            }).ToArray();
            var runs = InterleavedRuns.Collect(plan.Repetitions, plan.ExtraRepetitions, budget, arms, cancellation, round =>
            {
                progress?.Invoke(new OverheadProgress(curve, round, plan.Repetitions));
                worker?.Dispose();
                worker = LoopWorker.Start(plan.Batches, patience, cancellation);
            });
            return OverheadPoint.Curve([.. points.Select((point, at) => (point.Name, point.Work, runs[2 * at], runs[(2 * at) + 1]))]);
        }
        finally
        {
            worker?.Dispose();
        }
    }

    private (PingPongPlan[] Pairs, CallPlan[] Controls) Size(IReadOnlyList<PointPlan> points)
    {
        var pairs = new PingPongPlan[points.Count];
        var controls = new CallPlan[points.Count];
        using var worker = LoopWorker.Start(PilotBatches, LoopWorker.Patience((long)points.Count * PilotBatches * MostPilotRoundTrips), cancellation);
        for (var i = 0; i < points.Count; i++)
        {
            var trial = (int)Math.Clamp(PilotNs / (points[i].ExpectedNs + SwitchNsAtLeast) / 2, 1, MostPilotRoundTrips);
            var pilot = PingPongPlan.Default(plan.Mechanism, Placement.SameCpu) with
            {
                Work = points[i].Work,
                Batches = PilotBatches,
                BatchRoundTrips = trial,
                WarmUpRoundTrips = 1,
            };
            cancellation.ThrowIfCancellationRequested();
            var roundTripNs = Summary.Of([.. Pair(pilot).Run(worker).SamplesNs]).Median;
            var batches = (int)Math.Clamp(plan.Window.TotalNanoseconds / roundTripNs, Math.Min(FewestBatches, plan.Batches), plan.Batches);
            var roundTrips = BatchSize.For(plan.Window, roundTripNs, 1, batches);
            // The control has half of a round trip to do, or less.
            var calls = BatchSize.For(plan.Window, roundTripNs / 2, 1, batches);
            pairs[i] = pilot with { Batches = batches, BatchRoundTrips = roundTrips, WarmUpRoundTrips = Math.Min(roundTrips, MostWarmUp) };
            controls[i] = new CallPlan
            {
                Kind = plan.ControlCall,
                Cpu = cpu,
                Work = points[i].Work,
                Batches = batches,
                BatchCalls = calls,
                WarmUpCalls = Math.Min(calls, MostWarmUp),
            };
        }

        return (pairs, controls);
    }

    private NativePair Pair(PingPongPlan pair) => new(pair, [cpu, cpu], [cpu]);
}
