using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Json;

/// <summary>The JSON of <c>pingpong</c>: <c>linuxthreads/pingpong/1</c>.</summary>
internal sealed record PingPongDocument(
    string Schema, MachineConditions Conditions, IReadOnlyList<PingPongRow> Results, IReadOnlyList<Unavailable> Unavailable);

/// <summary>One measured hand-over of <see cref="PingPongDocument"/>.</summary>
internal sealed record PingPongRow(
    string Mechanism,
    string Placement,
    IReadOnlyList<int> Cpus,
    PingPongPlanRow Plan,
    long RoundTrips,
    IReadOnlyList<double> SamplesNs,
    SummaryRow RoundTripNs,
    PerSwitchRow? PerSwitchNs,
    BaselineRow? Baseline,
    EvidenceRow Evidence,
    string Verdict,
    IReadOnlyList<CaveatRow> Caveats);

/// <summary>The knobs of one hand-over.</summary>
internal sealed record PingPongPlanRow(int Repetitions, int Batches, int BatchRoundTrips, int WarmUpRoundTrips, int ExtraRepetitions, string? Policy, bool Processes, bool Awake);

/// <summary>A distribution in nanoseconds; the interval is that of the median over independent repetitions.</summary>
internal sealed record SummaryRow(double Median, double P25, double P75, double P99, double Min, double? CiLow, double? CiHigh);

/// <summary>The round trip divided by the counted switches.</summary>
internal sealed record PerSwitchRow(double Median);

/// <summary>What the system calls of a round trip take where there is nobody to hand over to, and the round trip less that.</summary>
internal sealed record BaselineRow(string Name, double MedianNs, double NetNs, string Verdict);

/// <summary>The kernel's counters over the window.</summary>
internal sealed record EvidenceRow(
    long NominalSwitches,
    long? CountedSwitches,
    long? Voluntary,
    long? Involuntary,
    long? Migrations,
    long? RunDelayNs,
    long? CpuNs,
    long WallNs,
    IReadOnlyList<int> CpusSeen);

/// <summary>Something to know beside the figures.</summary>
internal sealed record CaveatRow(string Kind, string Sentence, IReadOnlyDictionary<string, double> Figures);
