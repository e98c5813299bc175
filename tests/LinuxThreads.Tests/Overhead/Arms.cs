using LinuxThreads.Loops;
using LinuxThreads.Overhead;
using LinuxThreads.Tests.Verdicts;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Overhead;

/// <summary>Arms as they might have been measured, one sample a round.</summary>
internal static class Arms
{
    private const long Operations = 1_000;

    /// <summary>Round trips, of so many counted switches each.</summary>
    public static RepeatedRun Pair(double[] roundTripNs, double? switches = 2, bool disturbed = false, long? cpuNs = 1) =>
        Run(roundTripNs, 2 * Operations, _ => (long?)(switches * Operations), disturbed, cpuNs);

    /// <summary>The same with the switches of each round by itself.</summary>
    public static RepeatedRun PairByRound(double[] roundTripNs, double?[] switches) =>
        Run(roundTripNs, 2 * Operations, round => (long?)(switches[round] * Operations), false);

    /// <summary>Calls that never switch.</summary>
    public static RepeatedRun Control(double[] callNs, bool disturbed = false, long? cpuNs = 1) => Run(callNs, 0, static _ => 0, disturbed, cpuNs);

    /// <summary>A curve of works and costs in whole nanoseconds, the same in each round but for what a round adds to the cost.</summary>
    public static IReadOnlyList<OverheadPoint> Curve(double[] roundsAdd, params (double WorkNs, double CostNs)[] points) =>
        Curve(roundsAdd, [], points);

    /// <summary>The same, some points of which another task disturbed.</summary>
    public static IReadOnlyList<OverheadPoint> Curve(double[] roundsAdd, int[] disturbed, params (double WorkNs, double CostNs)[] points) =>
        OverheadPoint.Curve([.. points.Select((point, at) => (
            $"{point.WorkNs}",
            WorkPerTurn.None,
            Pair([.. roundsAdd.Select(more => 2 * (100 + point.WorkNs + point.CostNs + more))], disturbed: disturbed.Contains(at)),
            Control([.. roundsAdd.Select(_ => 100 + point.WorkNs)])))]);

    private static RepeatedRun Run(double[] samples, long nominal, Func<int, long?> counted, bool disturbed, long? cpuNs = 1) => new(
        [
            .. samples.Select((sample, round) => new Repetition(
                [sample],
                Operations,
                new Evidence
                {
                    NominalSwitches = nominal,
                    CountedSwitches = counted(round),
                    Voluntary = counted(round),
                    Involuntary = 0,
                    Migrations = 0,
                    RunDelay = new Nanoseconds(1),
                    CpuTime = cpuNs is { } cpu ? new Nanoseconds(cpu * Operations) : null,
                    WallTime = new Nanoseconds(1),
                    CpusSeen = [0],
                },
                Occupancies.SameCpu(1000, disturbed ? 500 : 1000))),
        ],
        0, samples.Length, spinsBeforeParking: false);
}
