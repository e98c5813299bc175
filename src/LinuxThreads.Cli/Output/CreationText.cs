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

        foreach (var result in results)
        {
            if (result.Split is not null)
            {
                WriteSplit(session, result);
            }
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

    /// <summary>The parts of <c>pthread_create</c>, as rows of a table.</summary>
    public static IReadOnlyList<string[]> SplitRows(CreationSplit split)
    {
        string[] Part(string name, double ns) => [name, Quantity.Time(ns), $"{100 * ns / split.PthreadCreateNs:0} %"];
        return
        [
            Part("map the stack", split.StackMappingNs),
            Part("open all but the guard", split.GuardNs),
            Part("clone", split.CloneNs),
            Part("the rest", split.RestNs),
            Part("  of it first touch", split.FirstTouchNs),
            Part("pthread_create", split.PthreadCreateNs),
        ];
    }

    private static string Name(CreationResult result) => result.Plan.Kind == CreationKind.Pthread
        ? $"{result.Plan.Kind.JsonName()} {result.Plan.Cache!.Value.JsonName()}"
        : result.Plan.Kind.JsonName();

    private static string Subject(CreationResult result) => result.Cpus.Count == 0 ? $"{Name(result)} (free to move)" : Name(result);

    private static void WriteSplit(Session session, CreationResult result)
    {
        var split = result.Split!;
        Paragraph.WriteTo(
            session.Out, session.Terminal,
            $"pthread_create on a new stack of {Quantity.Bytes(result.StackSize)}{(result.Cpus.Count == 0 ? ", free to move" : $", on CPU {result.Cpus[0]}")}, " +
            $"until it returns [{result.Verdict.JsonName()}]:");
        var table = new TextTable("", ">takes", ">share");
        foreach (var row in SplitRows(split))
        {
            table.Add(row);
        }

        table.WriteTo(session.Out, session.Terminal);
        var interval = split.RestInterval is { } rest ? $" The rest is {Quantity.TimeRange(rest.Low, rest.High)} by the rounds." : "";
        Paragraph.WriteTo(
            session.Out, session.Terminal,
            $"Medians, each less the {Quantity.Time(split.ClockReadNs)} of a clock read; pthread_create and the system calls by themselves were timed round by round in turn.{interval} " +
            $"munmap at the end takes {Quantity.Time(result.Steps![(int)CreationStep.Unmap].Time.Distribution.Median)} more.");
        session.Out.WriteLine();
    }
}
