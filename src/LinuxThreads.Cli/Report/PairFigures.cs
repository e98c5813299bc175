using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>Hand-overs as rows of a table, and as figures of an answer.</summary>
internal static class PairFigures
{
    public static string[] Header { get; } = ["what", "where", ">takes", ">95 % interval", ">counted", ">a switch", "verdict"];

    public static string[] Row(PingPongResult pair) =>
    [
        pair.Plan.Mechanism.JsonName(),
        Where(pair),
        Quantity.Time(pair.RoundTripNs.Median),
        Interval(pair.Interval),
        Quantity.Ratio(pair.Evidence.CountedSwitches / (double)pair.RoundTrips),
        Quantity.Time(pair.PerSwitchNs),
        pair.Verdict.JsonName(),
    ];

    public static IEnumerable<FigureRow> Of(PingPongResult pair)
    {
        var name = Name(pair.Plan.Mechanism.JsonName(), pair.Plan.Placement.ToString());
        return
        [
            new FigureRow($"{name}_round_trip_ns", pair.RoundTripNs.Median, "ns", pair.Interval?.Low, pair.Interval?.High),
            new FigureRow($"{name}_per_switch_ns", pair.PerSwitchNs, "ns"),
        ];
    }

    public static IEnumerable<FigureRow> EvidenceOf(PingPongResult pair)
    {
        var name = Name(pair.Plan.Mechanism.JsonName(), pair.Plan.Placement.ToString());
        var evidence = pair.Evidence;
        return
        [
            new FigureRow($"{name}_round_trips", pair.RoundTrips, "round_trips"),
            new FigureRow($"{name}_nominal_switches", evidence.NominalSwitches, "switches"),
            new FigureRow($"{name}_counted_switches", evidence.CountedSwitches, "switches"),
            new FigureRow($"{name}_voluntary", evidence.Voluntary, "switches"),
            new FigureRow($"{name}_involuntary", evidence.Involuntary, "switches"),
            new FigureRow($"{name}_migrations", evidence.Migrations, "migrations"),
            new FigureRow($"{name}_cpu_ns", evidence.CpuTime?.Value, "ns"),
            new FigureRow($"{name}_run_delay_ns", evidence.RunDelay?.Value, "ns"),
        ];
    }

    private static string Where(PingPongResult pair) => pair.Plan.Placement.Kind switch
    {
        PlacementKind.SameCpu => $"CPU {pair.Cpus[0]}",
        PlacementKind.Unpinned => "unpinned",
        _ => $"CPUs {string.Join(",", pair.Cpus)}",
    };

    private static string Interval(Statistics.MedianInterval? interval) =>
        interval is null ? Quantity.Unknown : Quantity.TimeRange(interval.Low, interval.High);

    private static string Name(string what, string where) => $"{what}_{where}".Replace('-', '_').Replace(':', '_').Replace(',', '_');
}
