using LinuxThreads.Loops;
using LinuxThreads.Overhead;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Output;

/// <summary>Both curves as a person reads them: a table each, the break-evens, and a sentence.</summary>
internal static class OverheadText
{
    private const double OnePercent = 0.01;

    /// <summary>Writes them, and on the error stream what to know beside them.</summary>
    public static void WriteTo(Session session, OverheadResult result)
    {
        Paragraph.WriteTo(session.Out, session.Terminal, $"Against work per switch, {result.Plan.Mechanism.JsonName()} on CPU {result.Cpu}:");
        WriteWork(session, result.Work);
        WriteBreakEvens(session, result);
        if (result.WorkingSet is { } points)
        {
            session.Out.WriteLine();
            Paragraph.WriteTo(
                session.Out, session.Terminal,
                $"Against an array that each side walks before it hands over{Caches(result.Caches)}:");
            WriteWorkingSet(session, points);
        }

        session.Out.WriteLine();
        Paragraph.WriteTo(
            session.Out, session.Terminal,
            "half pair: half a round trip of two threads; alone: one thread with the same work and the same system calls; a switch: their difference by the switches " +
            "that the kernel counted; refill: by how much it exceeds that without an array; the interval is that of the column before it, by the rounds. All were measured in turns.");
        Notes.WriteTo(session, result.Unavailable, CaveatNotes.ByKind(Caveats([.. result.Work, .. result.WorkingSet ?? []])));
    }

    /// <summary>The sentence that the first curve comes to, or null if the cost is unknown.</summary>
    public static string? Sentence(OverheadResult result) => result.BreakEvens?.FirstOrDefault(static each => each.Share == OnePercent) is not { } one
        ? null
        : one.WorkNs == 0
            ? "No cost of switching was found beside its system calls."
            : $"From {Quantity.Time(one.WorkNs)} of work per switch on, switching costs less than 1 %.";

    private static void WriteWork(Session session, IReadOnlyList<OverheadPoint> points)
    {
        var table = new TextTable(">work", ">half pair µs", ">alone µs", ">a switch µs", ">95 % interval", ">share", "verdict");
        foreach (var point in points)
        {
            table.Add(
                point.Work.Kind == WorkKind.None ? "none" : Quantity.Time(point.WorkNs?.Median),
                Micro(point.Pair.OperationNs.Median / 2),
                Micro(point.Control.OperationNs.Median),
                Micro(point.CostNs?.Median),
                Interval(point.CostNs),
                Share(point.Share?.Median),
                point.Verdict.JsonName());
        }

        table.WriteTo(session.Out, session.Terminal);
        if (points[0].CostCpuNs is { } cpu)
        {
            Paragraph.WriteTo(
                session.Out, session.Terminal,
                $"By the threads' own CPU time, in which other tasks have no part, a switch without work costs {Quantity.Time(cpu.Median)}.");
        }
    }

    private static void WriteBreakEvens(Session session, OverheadResult result)
    {
        if (result.BreakEvens is not { } found || result.BreakEvensWithCalls is not { } withCalls || Sentence(result) is not { } sentence)
        {
            return;
        }

        session.Out.WriteLine();
        var table = new TextTable("switching takes", ">at work per switch of", ">interval", ">with its system calls at");
        foreach (var (alone, all) in found.Zip(withCalls))
        {
            table.Add(
                $"{alone.Share * 100:0} %",
                Quantity.Time(alone.WorkNs),
                alone is { LowNs: { } low, HighNs: { } high } ? Quantity.TimeRange(low, high) : Quantity.Unknown,
                Quantity.Time(all.WorkNs));
        }

        table.WriteTo(session.Out, session.Terminal);
        var how = found[0].Method == BreakEvenMethod.ConstantCost
            ? "By the cost without work, which no other point speaks against."
            : "By lines between the points, since the cost changes with the work.";
        Paragraph.WriteTo(session.Out, session.Terminal, $"{how} [{found[0].Verdict.JsonName()}]");
        Paragraph.WriteTo(session.Out, session.Terminal, sentence);
    }

    private static void WriteWorkingSet(Session session, IReadOnlyList<OverheadPoint> points)
    {
        var table = new TextTable("array", ">half pair µs", ">alone µs", ">a switch µs", ">refill µs", ">95 % interval", "verdict");
        foreach (var point in points)
        {
            table.Add(
                point.Name,
                Micro(point.Pair.OperationNs.Median / 2),
                Micro(point.Control.OperationNs.Median),
                Micro(point.CostNs?.Median),
                point.Work.Kind == WorkKind.None ? "" : Micro(point.ExtraNs?.Median),
                point.Work.Kind == WorkKind.None ? "" : Interval(point.ExtraNs),
                point.Verdict.JsonName());
        }

        table.WriteTo(session.Out, session.Terminal);
        if (points.Where(static point => point.CostNs is not null).MaxBy(static point => point.CostNs!.Median) is { Work.Kind: WorkKind.Memory } dearest)
        {
            Paragraph.WriteTo(
                session.Out, session.Terminal,
                $"The dearest switch is between two arrays of {Quantity.Bytes(dearest.Work.Amount)} ({dearest.Name}): {Quantity.Time(dearest.CostNs!.Median)}, " +
                $"less than 1 % from {Quantity.Time(dearest.WorkForShare(OnePercent))} of work per switch on.");
        }
    }

    private static IEnumerable<(string Subject, Caveat Caveat)> Caveats(IReadOnlyList<OverheadPoint> points) =>
        points.SelectMany(static point => point.Pair.Caveats.Select(caveat => (Subject: point.Name, Caveat: caveat))
            .Concat(point.Control.Caveats.Select(caveat => (Subject: $"{point.Name} alone", Caveat: caveat))));

    private static string Caches(IReadOnlyList<CpuCache> caches)
    {
        var data = caches.Where(static cache => cache.Type is "Data" or "Unified" && cache.Size is not null)
            .Select(static cache => $"{(cache.Type == "Data" ? $"L{cache.Level}d" : $"L{cache.Level}")} {Quantity.Bytes(cache.Size)}");
        return string.Join(", ", data) is { Length: > 0 } list ? $" ({list})" : "";
    }

    private static string Interval(RoundFigure? figure) =>
        figure?.Interval is { } interval ? $"{Micro(interval.Low)}{(interval.Low < 0 ? " to " : "–")}{Micro(interval.High)}" : Quantity.Unknown;

    // A difference may be negative.
    private static string Micro(double? nanoseconds) => nanoseconds is not { } known ? Quantity.Unknown
        : $"{(known < 0 ? "-" : "")}{Quantity.Microseconds(Math.Abs(known))}";

    private static string Share(double? share) => share is not { } known ? Quantity.Unknown
        : Math.Abs(known) >= 0.1 ? $"{known * 100:0} %"
        : $"{known * 100:0.0#} %";
}
