using LinuxThreads.Creation;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Output;

/// <summary>Creations as a person reads them: one table a placement, then what a new native thread consists of.</summary>
internal static class CreationText
{
    /// <summary>The columns of <see cref="Row"/>.</summary>
    public static string[] Header { get; } = ["", ">returned", ">p99", ">runs", ">p99", ">joined", ">p99", "verdict"];

    /// <summary>Writes the tables, and on the error stream what to know beside them.</summary>
    public static void WriteTo(Session session, IReadOnlyList<CreationResult> results)
    {
        foreach (var group in results.Where(result => result.Split is null).GroupBy(result => string.Join(',', result.Cpus)))
        {
            var creators = group.First().Plan.Creators;
            Paragraph.WriteTo(
                session.Out, session.Terminal,
                $"{(group.Key == "" ? "Free to move" : $"On CPU {group.Key}")}, {(creators == 1 ? "one creator" : $"{creators} creators at once")}, µs, median and 99th percentile:");
            var table = new TextTable(Header);
            foreach (var result in group)
            {
                table.Add(Row(result));
            }

            table.WriteTo(session.Out, session.Terminal);
            session.Out.WriteLine();
        }

        CreationResult[] splits = [.. results.Where(result => result.Split is not null)];
        if (splits.Length > 0)
        {
            WriteSplits(session, splits);
        }

        Paragraph.WriteTo(
            session.Out, session.Terminal,
            "returned: until the creator's call returned; runs: until the first instruction of what was created; joined: until its end was known. All from just before the call.");
        Notes.WriteTo(session, [], results.SelectMany(result => result.Caveats.Select(caveat => (Subject(result), caveat.Sentence))));
    }

    /// <summary>A result as a row under <see cref="Header"/>, times in microseconds.</summary>
    public static string[] Row(CreationResult result) =>
    [
        Name(result),
        .. new[] { result.Returned, result.FirstInstruction, result.Joined }.SelectMany(time => new[]
        {
            Quantity.Microseconds(time.Distribution.Median.Value), Quantity.Microseconds(time.Distribution.P99.Value),
        }),
        result.Verdict.JsonName(),
    ];

    private static string Name(CreationResult result) => result.Plan.Kind == CreationKind.Pthread
        ? $"{result.Plan.Kind.JsonName()} {result.Plan.Cache!.Value.JsonName()}"
        : result.Plan.Kind.JsonName();

    private static string Subject(CreationResult result) => result.Cpus.Count == 0 ? $"{Name(result)} (free to move)"
        : result.Split is null ? Name(result)
        : $"{Name(result)} {Quantity.Bytes(result.StackSize)}";

    private static void WriteSplits(Session session, CreationResult[] results)
    {
        Paragraph.WriteTo(session.Out, session.Terminal, $"pthread_create on a new stack, on CPU {results[0].Cpus[0]}, until it returns:");
        var table = new TextTable(["stack", .. results.Select(result => $">{Quantity.Bytes(result.StackSize)}"), ">share"]);
        void Add(string name, Func<CreationSplit, double> part)
        {
            var last = results[^1].Split!;
            table.Add([name, .. results.Select(result => Quantity.Time(part(result.Split!))), $"{100 * part(last) / last.PthreadCreateNs:0} %"]);
        }

        Add("map the stack", static split => split.StackMappingNs);
        Add("open all but the guard", static split => split.GuardNs);
        Add("clone", static split => split.CloneNs);
        Add("the rest", static split => split.RestNs);
        Add("  of it first touch", static split => split.FirstTouchNs);
        Add("pthread_create", static split => split.PthreadCreateNs);
        table.Add(["verdict", .. results.Select(result => result.Verdict.JsonName()), ""]);
        table.WriteTo(session.Out, session.Terminal);

        var split = results[^1].Split!;
        var interval = split.RestInterval is { } rest ? $" The last column's rest is {Quantity.TimeRange(rest.Low, rest.High)} by the rounds." : "";
        Paragraph.WriteTo(
            session.Out, session.Terminal,
            $"Medians, each less the {Quantity.Time(split.ClockReadNs)} of a clock read; pthread_create and its system calls by themselves were timed round by round in turn.{interval} " +
            $"munmap at the end takes {Quantity.Time(results[^1].Steps![(int)CreationStep.Unmap].Time.Distribution.Median)} more.");
        session.Out.WriteLine();
    }
}
