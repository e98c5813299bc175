using LinuxThreads.Load;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Output;

/// <summary>Sweeps as a person reads them: a table each, and what its figure is.</summary>
internal static class LoadText
{
    /// <summary>Writes the tables, and on the error stream what to know beside them.</summary>
    public static void WriteTo(Session session, IReadOnlyList<LoadResult> results)
    {
        foreach (var result in results)
        {
            Paragraph.WriteTo(session.Out, session.Terminal, Title(result));
            var elapsed = result.Sweep is LoadSweep.RunQueue or LoadSweep.Vectors;
            var table = new TextTable(
                [Heading(result.Sweep), $">{Column(result.Sweep.Figure())}", ">× first", ">interval", .. elapsed ? [">elapsed"] : Array.Empty<string>(), ">counted", "verdict"]);
            foreach (var point in result.Points)
            {
                table.Add([
                    point.Name, Quantity.Time(point.FigureNs?.Median), Quantity.Ratio(point.Ratio?.MedianRatio), Range(point.Ratio),
                    .. elapsed ? [Quantity.Time(point.WallNs?.Median)] : Array.Empty<string>(), Counted(point), point.Verdict.JsonName(),
                ]);
            }

            foreach (var missing in result.Unavailable)
            {
                table.Add([
                    missing.Field.Split(' ', 2)[^1], Quantity.Unknown, "", "", .. elapsed ? [""] : Array.Empty<string>(), "", "not measured"]);
            }

            table.WriteTo(session.Out, session.Terminal);
            session.Out.WriteLine();
        }

        Paragraph.WriteTo(
            session.Out, session.Terminal,
            "counted: switches per round trip, or per sleep, by the kernel's counters / those that it needs; × first: the median of the rounds' own ratios, with its interval; those of the times are in --json. " +
            "The points of a sweep were measured in turns, each time in a fresh process.");
        Notes.WriteTo(
            session, [.. results.SelectMany(result => result.Unavailable)],
            CaveatNotes.ByKind(results.SelectMany(result => result.Points.SelectMany(point => point.Caveats.Select(caveat => ($"{result.Sweep.JsonName()} {point.Name}", caveat))))));
    }

    private static string Title(LoadResult result)
    {
        var cpu = result.Points[0].HandOver?.Cpus[0] ?? result.Points[0].Wait!.Cpu;
        return result.Sweep switch
        {
            LoadSweep.RunQueue => $"Futex hand-over on CPU {cpu} beside threads under SCHED_IDLE that are ready to run there; time on the CPU of the two, per switch:",
            LoadSweep.Policy => $"Futex hand-over on CPU {cpu} by the policy of the two, per switch:",
            LoadSweep.Bystanders => $"Futex hand-over on CPU {cpu} beside threads of the process that sleep, each on a futex of its own, per switch:",
            LoadSweep.Vectors => $"Futex hand-over on CPU {cpu} with vector registers in their initial state or all written; net of the same calls and writes by one thread, per switch:",
            _ => $"Sleep of {Quantity.Time(result.Plan.Timeout)} on CPU {cpu} by timer slack; how late it ends:",
        };
    }

    private static string Heading(LoadSweep sweep) => sweep switch
    {
        LoadSweep.RunQueue => "runnable",
        LoadSweep.Policy => "policy",
        LoadSweep.Bystanders => "sleeping",
        LoadSweep.Vectors => "registers",
        _ => "slack",
    };

    private static string Column(LoadFigure figure) => figure switch
    {
        LoadFigure.CpuPerSwitch => "CPU time",
        LoadFigure.NetPerSwitch => "net",
        LoadFigure.Lateness => "late by",
        _ => "a switch",
    };

    private static string Range(RatioInterval? ratio) => ratio?.Interval is { } interval
        ? $"{Quantity.Ratio(interval.Low)}–{Quantity.Ratio(interval.High)}"
        : Quantity.Unknown;

    private static string Counted(LoadPoint point)
    {
        var (operations, evidence) = point.HandOver is { } pair ? (pair.RoundTrips, pair.Evidence) : (point.Wait!.Calls, point.Wait.Evidence);
        return $"{Quantity.Ratio(evidence.CountedSwitches / (double)operations)}/{evidence.NominalSwitches / operations}";
    }
}
