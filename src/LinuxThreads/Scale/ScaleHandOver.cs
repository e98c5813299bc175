using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Scale;

/// <summary>What handing over from thread to thread took with all of them alive, in one order.</summary>
/// <remarks>
/// All threads are on one CPU. A sample is a lap ÷ threads. The laps of one process share its luck, so there is no interval of the median.
/// Every thread that hands over sleeps until the token is back, which is a voluntary switch: these prove the hand-overs. A thread
/// that is preempted by the one it has just woken adds an involuntary one, which is no hand-over.
/// </remarks>
public sealed record ScaleHandOver
{
    internal ScaleHandOver(HandOverOrder order, int threads, IReadOnlyList<long> lapsNs, Nanoseconds settle, Evidence evidence, CpuOccupancy occupancy)
    {
        Order = order;
        SamplesNs = [.. lapsNs.Select(lap => lap / (double)threads)];
        Ns = Summary.Of([.. SamplesNs]);
        Settle = settle;
        Evidence = evidence;

        // Whether the hand-overs happened is for the voluntary switches alone to say.
        var judged = VerdictRule.Judge(evidence with { CountedSwitches = evidence.Voluntary }, evidence.NominalSwitches, ContaminationGate.Judge(occupancy));
        Verdict = judged.Verdict;
        Caveats = [.. judged.Caveats.Where(caveat => caveat.Kind != CaveatKind.UnknownMigrations)];
    }

    /// <summary>The order.</summary>
    public HandOverOrder Order { get; }

    /// <summary>Nanoseconds a hand-over of each completed lap, in the order taken.</summary>
    public IReadOnlyList<double> SamplesNs { get; }

    /// <summary>The summary of <see cref="SamplesNs"/>, in nanoseconds.</summary>
    public Summary Ns { get; }

    /// <summary>Time spent before the window: on making sure that every thread sleeps, and on warming up.</summary>
    public Nanoseconds Settle { get; }

    /// <summary>The kernel's counters over the window, of all threads of the process but its first.</summary>
    public Evidence Evidence { get; }

    /// <summary>The verdict: by voluntary switches ÷ hand-overs, and by who else had the CPU.</summary>
    public Verdict Verdict { get; }

    /// <summary>What a reader must know beside the figures.</summary>
    public IReadOnlyList<Caveat> Caveats { get; }
}
