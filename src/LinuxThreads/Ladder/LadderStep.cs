using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Ladder;

/// <summary>One rung of the ladder as it was measured.</summary>
public sealed record LadderStep
{
    private LadderStep(LadderRung rung, IReadOnlyList<int> cpus, RepeatedRun run, double[][] rounds)
    {
        Rung = rung;
        Cpus = cpus;
        Operations = run.Operations;
        SamplesNs = [.. rounds.SelectMany(static round => round)];
        CostNs = Summary.Of([.. SamplesNs]);
        RoundsNs = [.. rounds.Select(static round => Summary.Of(round).Median)];
        Interval = MedianInterval.Of([.. RoundsNs]);
        Evidence = run.Evidence;
        Verdict = run.Verdict;
        Caveats = run.Caveats;
    }

    /// <summary>The rung.</summary>
    public LadderRung Rung { get; }

    /// <summary>The CPU it ran on, or the CPU of each of its two sides.</summary>
    public IReadOnlyList<int> Cpus { get; }

    /// <summary>The operations timed: calls, or round trips of a hand-over.</summary>
    public long Operations { get; }

    /// <summary>Nanoseconds per call, or per switch that the kernel counted in that round, of each batch in the order taken.</summary>
    public IReadOnlyList<double> SamplesNs { get; }

    /// <summary>The summary of <see cref="SamplesNs"/>.</summary>
    public Summary CostNs { get; }

    /// <summary>The median of the batches of each round, in the order of the rounds; a round is a process of its own.</summary>
    public IReadOnlyList<double> RoundsNs { get; }

    /// <summary>The interval of the median over <see cref="RoundsNs"/>, or <see langword="null"/> after a single round.</summary>
    public MedianInterval? Interval { get; }

    /// <summary>The kernel's counters over the threads involved; nominal is two switches a round trip, and none for a call.</summary>
    public Evidence Evidence { get; }

    /// <summary>The switches that the kernel counted in one call or round trip, or <see langword="null"/> where it did not say.</summary>
    public double? SwitchesPerOperation => Evidence.CountedSwitches / (double)Operations;

    /// <summary>What the evidence says of the figures.</summary>
    public Verdict Verdict { get; }

    /// <summary>What a reader must know beside the figures.</summary>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <summary>What it costs more than the rung it is compared with; <see langword="null"/> for the first, and where the other is unavailable.</summary>
    public LadderDifference? Difference { get; internal init; }

    /// <summary>The step, or <see langword="null"/> if its cost cannot be given, with the reason.</summary>
    internal static LadderStep? TryOf(LadderRung rung, IReadOnlyList<int> cpus, RepeatedRun run, out Unavailable? unavailable)
    {
        unavailable = null;
        var rounds = new double[run.Kept.Count][];
        for (var round = 0; round < rounds.Length; round++)
        {
            if (!rung.IsHandOver())
            {
                rounds[round] = [.. run.Kept[round].SamplesNs];
            }
            else if (PerSwitch(run.Kept[round]) is { } samples)
            {
                rounds[round] = samples;
            }
            else
            {
                unavailable = new Unavailable(
                    rung.JsonName(), $"in round {round + 1} of {rounds.Length} the kernel counted no switch, or did not say, so there is nothing to divide by.", null);
                return null;
            }
        }

        return new LadderStep(rung, cpus, run, rounds);
    }

    private static double[]? PerSwitch(Repetition repetition) => repetition.Evidence.CountedSwitches is null or 0
        ? null
        : [.. repetition.SamplesNs.Select(sample => VerdictRule.PerSwitchNs(sample, repetition.Operations, repetition.Evidence)!.Value)];
}
