using LinuxThreads.Cli.Output;
using LinuxThreads.Cli.Report;
using LinuxThreads.Conditions;
using LinuxThreads.Footprint;
using LinuxThreads.Headroom;
using LinuxThreads.Limits;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;

namespace LinuxThreads.Cli.Planning;

/// <summary>What a number of threads will cost here, from measurements taken on the spot.</summary>
internal sealed class ThreadPlan
{
    private const double Bearable = 0.05;
    private const int MostAttempts = 3;

    private ThreadPlan(PlanRequest request, FootprintResult memory, PingPongResult? handOver, PingPongResult? crossCpu, LimitInspection limits, CpuBudget budget)
    {
        Request = request;
        Memory = memory;
        HandOver = handOver;
        CrossCpu = crossCpu;
        Limits = limits;
        Budget = budget;
    }

    public PlanRequest Request { get; }

    public FootprintResult Memory { get; }

    /// <summary>The hand-over on one CPU; null where it could not be measured.</summary>
    public PingPongResult? HandOver { get; }

    /// <summary>The hand-over to another CPU; null for tasks, and where there is no second CPU.</summary>
    public PingPongResult? CrossCpu { get; }

    public LimitInspection Limits { get; }

    public CpuBudget Budget { get; }

    /// <summary>Bytes of memory for all of them; null if the ledger is not whole.</summary>
    public double? TotalBytes => Memory.Total?.Slope * Request.Threads;

    /// <summary>The limits that stop fewer than are asked for; for tasks only memory counts.</summary>
    public IReadOnlyList<LimitCheck> InTheWay => IsTask
        ? [.. Limits.Checks.Where(check => check.Name == LimitName.MemAvailable && TotalBytes > check.Limit?.Value - (ulong)(check.Current ?? 0))]
        : Limits.InTheWayOf(Request.Threads);

    /// <summary>Nanoseconds of one hand-over on one CPU: half a round trip.</summary>
    public double? HandOverNs => HandOver?.RoundTripNs.Median / 2;

    /// <summary>Nanoseconds of one hand-over to another CPU.</summary>
    public double? CrossCpuNs => CrossCpu?.RoundTripNs.Median / 2;

    private bool IsTask => Request.Kind == FootprintKind.AsyncMethod;

    /// <summary>The part of the time that goes into handing over.</summary>
    public double? Share(double? handOverNs) => handOverNs / (handOverNs + Request.Work.Value);

    /// <summary>The work between hand-overs from which they take at most 5 %.</summary>
    public double? BearableWorkNs => HandOverNs * (1 - Bearable) / Bearable;

    /// <summary>The plan in two or three sentences.</summary>
    public string Advice
    {
        get
        {
            var what = $"{Quantity.Count(Request.Threads)} of kind {Request.Kind.JsonName()}";
            var fit = InTheWay is [var first, ..]
                ? $"{what} will not start here: {first} stops them after {Quantity.Count(IsTask ? null : first.ThreadsUntilHit)}. {first.HowToRaise}"
                : $"{what} fit here and take {Quantity.Bytes(TotalBytes)} of memory.";
            var switching = (HandOverNs, Share(HandOverNs)) is ({ } ns, { } share)
                ? $" Handing over takes {Quantity.Time(ns)} on one CPU, {share * 100:0.#} % of the time at {Quantity.Time(Request.Work)} of work between; " +
                  (share <= Bearable ? "that is below 5 %." : $"from {Quantity.Time(BearableWorkNs)} of work on it is below 5 %.")
                : "";
            return $"{fit}{switching} {Budget.Sentence}";
        }
    }

    /// <summary>Measures what the plan needs; some seconds.</summary>
    public static ThreadPlan Measure(PlanRequest request, ProgressLine progress, CancellationToken stopping)
    {
        if (FootprintMeter.WhyUnavailable(request.Kind) is { } reason)
        {
            throw new MeasurementAbortedException("planning", reason);
        }

        progress.Report("measuring the memory of one more …");
        var memory = FootprintMeter.Measure(Ledgers.Plan(request.Kind, quick: true) with { TouchBytes = request.Touch, MostAttempts = MostAttempts }, stopping);
        progress.Report("measuring a hand-over …");
        var laboratory = new Laboratory(quick: true, MachineConditions.Read(ProcRoot.System), stopping);
        var isTask = request.Kind == FootprintKind.AsyncMethod;
        var mechanism = isTask ? Mechanism.Channel : Mechanism.Futex;
        var canHandOver = PingPongMeter.WhyUnavailable(mechanism) is null;
        var handOver = canHandOver ? laboratory.Pair(mechanism, Placement.SameCpu) : null;
        var crossCpu = canHandOver && !isTask && laboratory.TwoCpus is { } two ? laboratory.Pair(mechanism, two) : null;
        progress.Report("reading the limits …");
        var kind = request.Kind == FootprintKind.Pthread ? ThreadKind.Pthread : ThreadKind.DotnetThread;
        // What limits memory is held against the ledger, in which the touched part of the stack is.
        var cost = ThreadCostMeter.Measure(kind, cancellation: stopping) with { MemoryBytes = memory.Total?.Slope };
        var limits = ThreadLimits.Inspect(new LimitPlan { Kind = kind, Cost = cost }, stopping);
        progress.Clear();
        return new ThreadPlan(request, memory, handOver, crossCpu, limits, CpuBudget.Read());
    }
}
