using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Overhead;

/// <summary>One of the two things that a point is the difference of: the pair, or its control.</summary>
public sealed record OverheadArm
{
    internal OverheadArm(RepeatedRun run)
    {
        Operations = run.Operations;
        SamplesNs = run.SamplesNs;
        OperationNs = run.Summary;
        Interval = run.Interval;
        Evidence = run.Evidence;
        Verdict = run.Verdict;
        Caveats = run.Caveats;
    }

    /// <summary>What was timed: round trips of a pair, of two turns of work each, or calls of a control, of one.</summary>
    public long Operations { get; }

    /// <summary>Nanoseconds per operation of each batch, in the order taken.</summary>
    public IReadOnlyList<double> SamplesNs { get; }

    /// <summary>The summary of <see cref="SamplesNs"/>, in nanoseconds per operation.</summary>
    public Summary OperationNs { get; }

    /// <summary>The interval of the median over the rounds' medians, or <see langword="null"/> after a single round.</summary>
    public MedianInterval? Interval { get; }

    /// <summary>The kernel's counters; nominal is two switches a round trip, and none of a control.</summary>
    public Evidence Evidence { get; }

    /// <summary>What the evidence says.</summary>
    public Verdict Verdict { get; }

    /// <summary>What a reader must know beside the figures.</summary>
    public IReadOnlyList<Caveat> Caveats { get; }
}
