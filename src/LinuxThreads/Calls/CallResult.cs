using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Calls;

/// <summary>What one call costs, with the kernel's counters over the same window.</summary>
public sealed record CallResult
{
    internal CallResult(CallPlan plan, int cpu, RepeatedRun run)
    {
        Plan = plan;
        Cpu = cpu;
        Calls = run.Operations;
        SamplesNs = run.SamplesNs;
        CallNs = run.Summary;
        Interval = run.Interval;
        Evidence = run.Evidence;
        Verdict = run.Verdict;
        Caveats = run.Caveats;
    }

    /// <summary>What was measured.</summary>
    public CallPlan Plan { get; }

    /// <summary>The CPU it ran on.</summary>
    public int Cpu { get; }

    /// <summary>The calls timed.</summary>
    public long Calls { get; }

    /// <summary>Nanoseconds per call of each batch, in the order taken.</summary>
    public IReadOnlyList<double> SamplesNs { get; }

    /// <summary>The summary of <see cref="SamplesNs"/>, in nanoseconds per call.</summary>
    public Summary CallNs { get; }

    /// <summary>The interval of the median over the repetitions' medians, or <see langword="null"/> after a single repetition.</summary>
    public MedianInterval? Interval { get; }

    /// <summary>The kernel's counters; nominal is one switch for a call that sleeps and none for the others.</summary>
    public Evidence Evidence { get; }

    /// <summary>The verdict: <see cref="Verdict.Valid"/> if the kernel counted the nominal switches, or at most 2 per 100 calls where there are none, and the CPU was ours.</summary>
    public Verdict Verdict { get; }

    /// <summary>What a reader must know beside the figures.</summary>
    public IReadOnlyList<Caveat> Caveats { get; }
}
