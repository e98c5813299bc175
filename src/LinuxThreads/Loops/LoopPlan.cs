using LinuxThreads.Interop;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Loops;

/// <summary>What hand-overs and calls may be measured under, beside and between; validated on construction.</summary>
public abstract record LoopPlan : BatchedPlan
{
    /// <summary>The most spinning threads on a CPU.</summary>
    public const int MostRunnable = 4_096;

    /// <summary>The most sleeping bystanders.</summary>
    public const int MostBystanders = 1_000_000;

    private protected LoopPlan()
    {
    }

    /// <summary>The policy of the measured threads; <see langword="null"/> for the one they inherit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">None of the enum's.</exception>
    public SchedulingPolicy? Policy
    {
        get;
        init => field = value is not { } policy || Enum.IsDefined(policy)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Policy), value, "Not a scheduling policy.");
    }

    /// <summary>Threads that spin under <c>SCHED_IDLE</c> on each CPU of the plan meanwhile; 0 to <see cref="MostRunnable"/>.</summary>
    /// <remarks>One keeps a CPU awake that would otherwise go idle between two hand-overs; many make its run queue long.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public int Runnable
    {
        get;
        init => field = Within(MostRunnable, value, nameof(Runnable));
    }

    /// <summary>Threads of the same process that sleep meanwhile, each on a futex of its own; 0 to <see cref="MostBystanders"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public int Bystanders
    {
        get;
        init => field = Within(MostBystanders, value, nameof(Bystanders));
    }

    /// <summary>What is done between two hand-overs or calls; nothing by default.</summary>
    public WorkPerTurn Work { get; init; }

    private protected bool HasSurroundings => Policy is not null || Runnable > 0 || Bystanders > 0 || Work.Kind != WorkKind.None;

    internal int ShimPolicy => Policy is { } policy ? (int)policy : ShimConstants.PolicyKeep;

    internal ShimLoad ShimLoad => new() { Runnable = (uint)Runnable, Bystanders = (uint)Bystanders };

    /// <summary>What to do about a refusal by the kernel, given what the plan asks for.</summary>
    internal string Advice(string otherwise) => Policy is SchedulingPolicy.Fifo or SchedulingPolicy.RoundRobin
        ? "Real-time policies need CAP_SYS_NICE, or RLIMIT_RTPRIO of 1 or more, and with CONFIG_RT_GROUP_SCHED a share of the cgroup's cpu.rt_runtime_us."
        : otherwise;

    private static int Within(int most, int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
        return value;
    }
}
