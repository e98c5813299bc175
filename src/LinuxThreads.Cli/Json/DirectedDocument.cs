using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>directed</c>: <c>linuxthreads/directed/1</c>.</summary>
internal sealed record DirectedDocument(
    string Schema,
    MachineConditions Conditions,
    IReadOnlyList<DirectedRow> HandOvers,
    IReadOnlyList<FacilityRow> Facilities,
    string Sentence,
    IReadOnlyList<PublishedRow> Published,
    IReadOnlyList<Unavailable> Unavailable);

/// <summary>One hand-over; the ratios are of times per counted switch, round by round, and null where there is nothing to compare with.</summary>
internal sealed record DirectedRow(PingPongRow HandOver, RoundsRow? PerSwitchRoundsNs, RoundsRow? ToFutexOnOneCpu, RoundsRow? ToPlainSeccomp);

/// <summary>One means of the kernel; <c>state</c> is <c>present</c>, <c>absent</c>, <c>not-permitted</c> or <c>unknown</c>.</summary>
internal sealed record FacilityRow(string Name, FacilityState State, string Reason, string? Fix, string Gives);
