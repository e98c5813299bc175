using LinuxThreads.Cli.Output;
using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Laboratories;

/// <summary>Measured hand-overs as a person reads them in a terminal.</summary>
internal static class HandOverText
{
    public static void WriteTo(Session session, HandOverRequest request, HandOverRows rows)
    {
        var table = new TextTable("mechanism", "placement", ">round trip", ">95 % interval", ">counted", ">a switch", "verdict");
        foreach (var result in rows.Results)
        {
            table.Add(
                result.Plan.Mechanism.JsonName(),
                Where(result),
                Quantity.Time(result.RoundTripNs.Median),
                result.Interval is { } interval ? Quantity.TimeRange(interval.Low, interval.High) : Quantity.Unknown,
                $"{Quantity.Ratio(result.Evidence.CountedSwitches / (double)result.RoundTrips)}/{result.Plan.Mechanism.NominalSwitchesPerRoundTrip()}",
                Quantity.Time(result.PerSwitchNs),
                result.Verdict.JsonName());
        }

        foreach (var missing in rows.Missing.Where(static missing => missing.IsOfTheMechanism))
        {
            table.Add(missing.Plan.Mechanism.JsonName(), $"{missing.Plan.Placement}", Quantity.Unknown, "", "", "", "not measured");
        }

        table.WriteTo(session.Out, session.Terminal);
        if (request.IsMatrix)
        {
            foreach (var mechanism in request.Mechanisms)
            {
                WriteMatrix(session, [.. rows.Results.Where(result => result.Plan.Mechanism == mechanism && result.Plan.Runnable == 0)], mechanism);
            }
        }

        Paragraph.WriteTo(
            session.Out, session.Terminal,
            "counted: switches per round trip by the kernel's counters of all threads involved / those that the mechanism needs; a switch: round trip ÷ counted. " +
            $"Rows were measured in turns, each time in a fresh process{(rows.Results.Any(result => result.Plan.Runnable > 0) ? "; awake: a SCHED_IDLE thread keeps each CPU from going idle" : "")}.");
        foreach (var (result, baseline) in rows.Results.Select(result => (Result: result, Baseline: rows.BaselineOf(result))))
        {
            if (baseline is not null)
            {
                Paragraph.WriteTo(
                    session.Out, session.Terminal,
                    $"Of {HandOverRows.NameOf(result.Plan)}, {Quantity.Time(2 * baseline.CallNs.Median)} are the same system calls without anybody to hand over to [{baseline.Verdict.JsonName()}].");
            }
        }

        Notes.WriteTo(
            session, [],
            [
                .. rows.Missing.Select(static missing => (HandOverRows.NameOf(missing.Plan), missing.Reason)),
                .. CaveatNotes.ByKind(rows.Results.SelectMany(static result => result.Caveats.Select(caveat => (HandOverRows.NameOf(result.Plan), caveat)))),
            ]);
    }

    private static string Where(PingPongResult result)
    {
        var cpus = result.Cpus.Count == 0 || result.Plan.Placement.Kind == PlacementKind.NamedCpus ? "" : $" {string.Join(",", result.Cpus)}";
        return $"{result.Plan.Placement}{cpus}{(result.Plan.Runnable > 0 ? " awake" : "")}";
    }

    /// <summary>The round trips by CPU: one line for each first side, one column for each second.</summary>
    private static void WriteMatrix(Session session, IReadOnlyList<PingPongResult> results, Mechanism mechanism)
    {
        int[] cpus = [.. results.SelectMany(static result => result.Cpus).Distinct().Order()];
        var table = new TextTable([$"{mechanism.JsonName()}", .. cpus.Select(static cpu => $">{cpu}")]);
        foreach (var a in cpus)
        {
            table.Add([$"CPU {a}", .. cpus.Select(b => results.FirstOrDefault(result => result.Cpus[0] == Math.Min(a, b) && result.Cpus[1] == Math.Max(a, b)))
                .Select(static result => result is null ? "" : Quantity.Time(result.RoundTripNs.Median))]);
        }

        session.Out.WriteLine();
        table.WriteTo(session.Out, session.Terminal);
    }
}
