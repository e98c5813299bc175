using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Footprint;
using LinuxThreads.Stacks;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>Q7: what each way to wait takes of memory while it waits.</summary>
internal static class ParkedUnitAnswer
{
    private const string Id = "Q7";
    private const string Text = "Split stacks, growable stacks: why would anyone care?";

    public static Question Question { get; } = new(Id, Text, "memory of everything that can be parked", laboratory => Ledgers.Answer(Id, Text, () => Measure(laboratory)));

    private static Answer Measure(Laboratory laboratory)
    {
        FootprintKind[] kinds = [.. Enum.GetValues<FootprintKind>().Where(kind => FootprintMeter.WhyUnavailable(kind) is null)];
        FootprintResult[] ledgers = [.. kinds.Select(kind => laboratory.Ledger(kind))];
        var retention = StackRetentionMeter.WhyUnavailable is null ? StackRetentionMeter.Measure(new StackRetentionPlan()) : null;
        var thread = ledgers.FirstOrDefault(ledger => ledger.Plan.Kind == FootprintKind.DotnetThread);
        var method = ledgers.FirstOrDefault(ledger => ledger.Plan.Kind == FootprintKind.AsyncMethod);
        return new Answer
        {
            Id = Id,
            Question = Text,
            Sentence = Sentence(ledgers, thread, method) + Sentence(retention),
            Figures = [.. ledgers.SelectMany(Figures), .. Figures(retention)],
            Evidence = [.. ledgers.Select(ledger => new FigureRow($"{Snake(ledger)}_closure_ratio", ledger.Closure?.Ratio, "ratio"))],
            Verdict = VerdictExtensions.Weakest([.. ledgers.Select(ledger => ledger.Verdict), retention?.Verdict ?? Verdict.Valid]),
            Caveats = [.. ledgers.SelectMany(ledger => ledger.Caveats).DistinctBy(caveat => caveat.Sentence)],
            Published =
            [
                new PublishedRow("Go since 1.4, a goroutine's first stack", "2 KiB, copied when it grows"),
                new PublishedRow(".NET green threads experiment 2023", "an async request in the 100-byte range, a blocked OS thread in the 10-kilobyte range"),
            ],
            Table =
            [
                ["one parked", ">user", ">page tables", ">kernel", ">in all", ">in 1 GiB"],
                .. ledgers.Select(Row),
            ],
        };
    }

    private static string Sentence(FootprintResult[] ledgers, FootprintResult? thread, FootprintResult? method)
    {
        var native = ledgers.FirstOrDefault(ledger => ledger.Plan.Kind == FootprintKind.UserStack);
        var stack = native?.Total is { } total
            ? $"A native stack can't move, since pointers lead into it, so it must have its size from the start and keeps whole pages: without any thread behind it, a suspended one takes {Quantity.Bytes(total.Slope)} here. "
            : "";
        return (thread?.Total, method?.Total) is ({ } one, { } other)
            ? $"{stack}A parked .NET thread takes {Quantity.Bytes(one.Slope)}, a parked async method, which keeps only what it needs later, {Quantity.Bytes(other.Slope)}: {one.Slope / other.Slope:0} times less."
            : $"{stack}The kernel does not say what threads take for themselves here, so that nothing can be compared.";
    }

    private static string Sentence(StackRetentionResult? retention) => retention is null
        ? ""
        : $" Nor does a native stack shrink: a call {Quantity.Bytes(retention.Plan.Depth)} deep that returned leaves {Quantity.Bytes(retention.ReturnedBytes.Median)} " +
          $"of it in memory, instead of {Quantity.Bytes(retention.ShallowBytes.Median)}, until it is trimmed: then {Quantity.Bytes(retention.TrimmedBytes.Median)}.";

    private static string[] Row(FootprintResult ledger)
    {
        const double Gibibyte = 1L << 30;
        var total = ledger.Total?.Slope;
        return
        [
            LedgerTable.Name(ledger),
            Quantity.Bytes(ledger.UserRss.Slope),
            Quantity.Bytes(ledger.PageTables.Slope),
            Quantity.Bytes(ledger.KernelStack?.Slope + ledger.Slab?.Slope),
            Quantity.Bytes(total),
            total > 0 ? Quantity.Count((long)(Gibibyte / total.Value)) : Quantity.Unknown,
        ];
    }

    private static IEnumerable<FigureRow> Figures(FootprintResult ledger) =>
    [
        new FigureRow($"{Snake(ledger)}_total_bytes", ledger.Total?.Slope, "bytes_per_unit", ledger.Total?.SlopeLow, ledger.Total?.SlopeHigh),
        new FigureRow($"{Snake(ledger)}_user_rss_bytes", ledger.UserRss.Slope, "bytes_per_unit", ledger.UserRss.SlopeLow, ledger.UserRss.SlopeHigh),
        new FigureRow($"{Snake(ledger)}_kernel_bytes", ledger.KernelStack?.Slope + ledger.Slab?.Slope + ledger.PageTables.Slope, "bytes_per_unit"),
    ];

    private static IEnumerable<FigureRow> Figures(StackRetentionResult? retention) => retention is null
        ? []
        :
        [
            new FigureRow("stack_of_shallow_thread_bytes", retention.ShallowBytes.Median, "bytes"),
            new FigureRow("stack_after_deep_call_bytes", retention.ReturnedBytes.Median, "bytes"),
            new FigureRow("stack_after_trimming_bytes", retention.TrimmedBytes.Median, "bytes"),
        ];

    private static string Snake(FootprintResult ledger) => ledger.Plan.Kind.JsonName().Replace('-', '_');
}
