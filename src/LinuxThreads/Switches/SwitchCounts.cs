namespace LinuxThreads.Switches;

/// <summary>Context switches away from a thread, or from several, by the kernel's two kinds; each 0 or more.</summary>
/// <remarks>
/// Source: <c>nr_voluntary_switches</c> and <c>nr_involuntary_switches</c> of <c>/proc/[pid]/task/[tid]/sched</c>, which are
/// <c>voluntary_ctxt_switches</c> and <c>nonvoluntary_ctxt_switches</c> of <c>status</c> and <c>ru_nvcsw</c> and <c>ru_nivcsw</c> of <c>getrusage(2)</c>.
/// "Involuntary" does not mean "time slice used up": the kernel counts there every switch away from a thread that
/// could have run on, so <c>sched_yield</c> and being preempted by a thread just woken count too. Excludes: the switch by which a thread leaves for good.
/// </remarks>
/// <param name="Voluntary">Switches because the thread had to wait: it blocked, slept or was stopped.</param>
/// <param name="Involuntary">Switches while the thread could have run on: preempted, or by <c>sched_yield</c>.</param>
public readonly record struct SwitchCounts(long Voluntary, long Involuntary)
{
    /// <summary>No switch at all.</summary>
    public static SwitchCounts Zero => default;

    /// <summary>Switches of both kinds.</summary>
    /// <remarks>Source: the sum, which <c>sched</c> prints as <c>nr_switches</c>.</remarks>
    public long Switches => Voluntary + Involuntary;

    /// <summary>The sums of two counts, kind by kind.</summary>
    /// <exception cref="OverflowException">A sum does not fit 64 bits.</exception>
    public static SwitchCounts operator +(SwitchCounts left, SwitchCounts right) =>
        new(left.Voluntary + right.Voluntary, left.Involuntary + right.Involuntary);

    /// <summary>The differences of two counts, kind by kind; negative where <paramref name="right"/> has more.</summary>
    /// <exception cref="OverflowException">A difference does not fit 64 bits.</exception>
    public static SwitchCounts operator -(SwitchCounts left, SwitchCounts right) =>
        new(left.Voluntary - right.Voluntary, left.Involuntary - right.Involuntary);

    /// <summary>The counts in words, for instance <c>7 (5 voluntary, 2 involuntary)</c>.</summary>
    public override string ToString() => $"{Switches} ({Voluntary} voluntary, {Involuntary} involuntary)";
}
