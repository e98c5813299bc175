namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>switches</c>: <c>linuxthreads/switches/1</c>.</summary>
internal sealed record SwitchesDocument(
    string Schema,
    int Pid,
    long? IntervalNs,
    IReadOnlyList<SwitchRow> Threads,
    SwitchTotalsRow Totals,
    IReadOnlyList<Unavailable> Unavailable);

/// <summary>One thread of <see cref="SwitchesDocument"/>.</summary>
internal sealed record SwitchRow(
    int Tid,
    string? Comm,
    long? Switches,
    long? Voluntary,
    long? Involuntary,
    long? Migrations,
    long? CpuNs,
    long? RunDelayNs,
    long? Timeslices);

/// <summary>The sums of <see cref="SwitchesDocument"/> over the listed threads, and what is known of those that came and went.</summary>
/// <remarks><c>exited_switches</c> is at least so many: equal to <c>exited_switches_at_most</c> if the process did not switch while it was read.</remarks>
internal sealed record SwitchTotalsRow(
    int Threads,
    long? Switches,
    long? Voluntary,
    long? Involuntary,
    long? CpuNs,
    long? RunDelayNs,
    int? Started,
    int? Exited,
    long? ExitedSwitches,
    long? ExitedSwitchesAtMost,
    string? ExitedSwitchesSource);
