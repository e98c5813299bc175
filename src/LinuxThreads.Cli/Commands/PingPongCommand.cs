using System.CommandLine;
using System.CommandLine.Parsing;
using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Conditions;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Commands;

/// <summary><c>pingpong</c>: what a hand-over costs, by mechanism and placement.</summary>
internal static class PingPongCommand
{
    private const string Name = "pingpong";
    private const string All = "all";

    // So long that ticks of 10 ms tell whether something disturbed one of the nine repetitions.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3.6);

    public static Command Build(Session session)
    {
        var mechanism = new Option<IReadOnlyList<Mechanism>>("--mechanism")
        {
            HelpName = "M",
            Description = $"How to hand over: {Mechanisms()}, or all.",
            DefaultValueFactory = _ => [Mechanism.Futex],
            CustomParser = ParseMechanism,
        };
        var placement = new Option<IReadOnlyList<Placement>>("--placement")
        {
            HelpName = "P",
            Description = $"Where the two sides run: {string.Join(", ", Placement.Relations)}, cpus:A,B, or all.",
            DefaultValueFactory = _ => [Placement.SameCpu],
            CustomParser = ParsePlacement,
        };
        var roundTrips = new Option<int?>("--round-trips")
        {
            HelpName = "N",
            Description = "Timed round trips of each measurement; when not given, as many as judging them takes.",
            CustomParser = ParseRoundTrips,
        };
        var json = CommonOptions.Json(Name);
        var command = new Command(Name, "What a hand-over to another thread and back costs, with the switches that the kernel counted.") { mechanism, placement, roundTrips, json };
        command.SetAction(parsed => Run(
            session, parsed.GetValue(mechanism)!, parsed.GetValue(placement)!, parsed.GetValue(roundTrips), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Session session, IReadOnlyList<Mechanism> mechanisms, IReadOnlyList<Placement> placements, int? roundTrips, bool json)
    {
        var conditions = MachineConditions.Read(ProcRoot.System);
        var results = new List<PingPongResult>();
        foreach (var placement in placements)
        {
            if (PingPongMeter.WhyUnavailable(placement) is { } reason)
            {
                if (placements.Count == 1)
                {
                    throw new UsageException($"--placement {placement}: {reason}");
                }

                session.Progress.Clear();
                session.Error.WriteLine($"note: {placement} left out: {reason}");
                continue;
            }

            foreach (var mechanism in mechanisms)
            {
                session.Progress.Report($"measuring {mechanism.JsonName()}, {placement} …");
                results.Add(Measure(PingPongPlan.Default(mechanism, placement), roundTrips, session.Stopping));
            }
        }

        session.Progress.Clear();
        if (json)
        {
            var document = new PingPongDocument("linuxthreads/pingpong/1", conditions, [.. results.Select(PingPongRows.Of)]);
            JsonOutput.Write(session.Out, document, JsonContext.Default.PingPongDocument);
        }
        else
        {
            Print(session, results);
        }

        var named = mechanisms.Count == 1 && placements.Count == 1;
        return named && results[0].Verdict == Verdict.WrongCount ? ExitCode.Refuted : ExitCode.Done;
    }

    private static PingPongResult Measure(PingPongPlan plan, int? roundTrips, CancellationToken stopping)
    {
        var sized = roundTrips is { } wanted
            ? plan with { BatchRoundTrips = Math.Max(1, (int)Math.Ceiling(wanted / (double)plan.Repetitions / plan.Batches)) }
            : PingPongMeter.Size(plan, Window, stopping);
        return PingPongMeter.Measure(sized, stopping);
    }

    private static void Print(Session session, IReadOnlyList<PingPongResult> results)
    {
        var table = new TextTable("mechanism", "placement", ">round trip", ">95 % interval", ">counted", ">a switch", "verdict");
        foreach (var result in results)
        {
            var cpus = result.Cpus.Count == 0 ? "" : $" {string.Join(",", result.Cpus)}";
            table.Add(
                result.Plan.Mechanism.JsonName(),
                $"{result.Plan.Placement}{(result.Plan.Placement.Kind == PlacementKind.NamedCpus ? "" : cpus)}",
                Quantity.Time(result.RoundTripNs.Median),
                result.Interval is { } interval ? Quantity.TimeRange(interval.Low, interval.High) : Quantity.Unknown,
                Quantity.Ratio(result.Evidence.CountedSwitches / (double)result.RoundTrips),
                Quantity.Time(result.PerSwitchNs),
                result.Verdict.JsonName());
        }

        table.WriteTo(session.Out, session.Terminal);
        Paragraph.WriteTo(
            session.Out, session.Terminal, "counted: switches per round trip, by the kernel's counters of all threads involved; a switch: round trip ÷ that count.");
        Notes.WriteTo(session, [], results.SelectMany(result => result.Caveats.Select(caveat =>
            ($"{result.Plan.Mechanism.JsonName()} {result.Plan.Placement}", caveat.Sentence))));
    }

    private static string Mechanisms() => string.Join(", ", Enum.GetValues<Mechanism>().Select(mechanism => mechanism.JsonName()));

    private static Mechanism[] ParseMechanism(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == All)
        {
            return Enum.GetValues<Mechanism>();
        }

        Mechanism[] found = [.. Enum.GetValues<Mechanism>().Where(mechanism => mechanism.JsonName() == text)];
        if (found.Length == 0)
        {
            result.AddError($"there is no mechanism '{text}'; take one of {Mechanisms()}, or all.");
        }

        return found;
    }

    private static IReadOnlyList<Placement> ParsePlacement(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text == All)
        {
            return Placement.Relations;
        }

        if (Placement.TryParse(text, out var placement))
        {
            return [placement];
        }

        result.AddError($"there is no placement '{text}'; take one of {string.Join(", ", Placement.Relations)}, cpus:A,B with two CPU numbers, or all.");
        return [];
    }

    private static int? ParseRoundTrips(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, System.Globalization.NumberStyles.None, null, out var count) && count > 0)
        {
            return count;
        }

        result.AddError($"--round-trips takes a whole number from 1 to {int.MaxValue}; '{text}' is not one.");
        return null;
    }
}
