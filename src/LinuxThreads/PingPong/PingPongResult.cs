using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.PingPong;

/// <summary>What handing over and back costs, with the kernel's counters over the same window.</summary>
public sealed record PingPongResult
{
    internal PingPongResult(PingPongPlan plan, IReadOnlyList<int> cpus, RepeatedRun run, IEnumerable<Caveat> caveats)
    {
        Plan = plan;
        Cpus = cpus;
        RoundTrips = run.Operations;
        SamplesNs = run.SamplesNs;
        RoundTripNs = run.Summary;
        Interval = run.Interval;
        Evidence = run.Evidence;
        PerSwitchNs = VerdictRule.PerSwitchNs(run.Summary.Median, run.Operations, run.Evidence);
        PerSwitchRoundsNs = RoundFigure.Of(run.Kept.Zip(run.Medians, static (kept, median) => VerdictRule.PerSwitchNs(median, kept.Operations, kept.Evidence)));
        Verdict = run.Verdict;
        Caveats = [.. run.Caveats, .. caveats];
    }

    /// <summary>What was measured.</summary>
    public PingPongPlan Plan { get; }

    /// <summary>The CPU of each side; empty if the scheduler was free to choose.</summary>
    public IReadOnlyList<int> Cpus { get; }

    /// <summary>The round trips timed.</summary>
    public long RoundTrips { get; }

    /// <summary>Nanoseconds per round trip of each batch, in the order taken.</summary>
    public IReadOnlyList<double> SamplesNs { get; }

    /// <summary>The summary of <see cref="SamplesNs"/>, in nanoseconds per round trip.</summary>
    public Summary RoundTripNs { get; }

    /// <summary>The interval of the median over the repetitions' medians, or <see langword="null"/> after a single repetition.</summary>
    public MedianInterval? Interval { get; }

    /// <summary>The median round trip divided by the switches that the kernel <em>counted</em> in one, in nanoseconds.</summary>
    /// <remarks><see langword="null"/> for mechanisms that hand over in user space, and where the kernel counted no switch or did not say.</remarks>
    public double? PerSwitchNs { get; }

    /// <summary>The same of each repetition by itself, its own median over its own counted switches; null where <see cref="PerSwitchNs"/> is, or for want of one repetition's count.</summary>
    /// <remarks>Of hand-overs that were measured in rounds, these are the values to compare round by round: <see cref="RoundFigure.DividedBy"/>.</remarks>
    public RoundFigure? PerSwitchRoundsNs { get; }

    /// <summary>The kernel's counters over all threads involved.</summary>
    public Evidence Evidence { get; }

    /// <summary>What the evidence says of the figures.</summary>
    public Verdict Verdict { get; }

    /// <summary>What a reader must know beside the figures.</summary>
    public IReadOnlyList<Caveat> Caveats { get; }
}
