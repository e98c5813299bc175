using LinuxThreads.Cli.Json;
using LinuxThreads.Cli.Output;
using LinuxThreads.Footprint;
using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Report;

/// <summary>Q1: what one more parked thread takes.</summary>
internal static class MemoryAnswer
{
    private const string Id = "Q1";
    private const string Text = "A thread's stack is 8 MB (or 2 MB), so do thousands of threads need gigabytes?";
    private const int Many = 10_000;

    private static readonly ByteSize SmallStack = ByteSize.FromKibibytes(64);

    private static readonly (string Name, string Label, Func<FootprintResult, LinearFit?> Column)[] Columns =
    [
        ("address_space_bytes", "address space", result => result.AddressSpace),
        ("user_rss_bytes", "user memory", result => result.UserRss),
        ("stack_rss_bytes", "  of it stack", result => result.StackRss),
        ("page_table_bytes", "page tables", result => result.PageTables),
        ("kernel_stack_bytes", "kernel stack", result => result.KernelStack),
        ("kernel_slab_bytes", "kernel slab", result => result.Slab),
        ("total_bytes", "memory in all", result => result.Total),
    ];

    public static Question Question { get; } = new(Id, Text, "memory of parked threads", laboratory => Ledgers.Answer(Id, Text, () => Measure(laboratory)));

    private static Answer Measure(Laboratory laboratory)
    {
        if (FootprintMeter.WhyUnavailable(FootprintKind.Pthread) is { } reason)
        {
            return Answer.NotMeasured(Id, Text, reason);
        }

        var byDefault = laboratory.Ledger(FootprintKind.Pthread);
        var small = laboratory.Ledger(FootprintKind.Pthread, SmallStack);
        string[] Row(string label, Func<FootprintResult, string> cell) => [label, cell(byDefault), cell(small)];
        return new Answer
        {
            Id = Id,
            Question = Text,
            Sentence = Sentence(byDefault),
            Figures = [.. Figures("default_stack", byDefault), .. Figures("64_kib_stack", small)],
            Evidence = [.. Closure("default_stack", byDefault), .. Closure("64_kib_stack", small)],
            Verdict = VerdictExtensions.Weakest(byDefault.Verdict, small.Verdict),
            Caveats = [.. byDefault.Caveats.Concat(small.Caveats).DistinctBy(caveat => caveat.Sentence)],
            Published =
            [
                new PublishedRow("Bendersky 2018, 10,000 threads", "80 GiB virtual, 80 MiB resident: user memory only"),
                new PublishedRow("jimblandy/context-switch", "9.5 KiB user + 10 KiB kernel a thread"),
            ],
            Table =
            [
                ["per thread", ">default stack", ">64 KiB stack"],
                .. Columns.Select(column => Row(column.Label, result => Quantity.Bytes(column.Column(result)?.Slope))),
                Row("mappings", result => Quantity.Ratio(result.Vmas.Slope)),
                Row("÷ fall of free memory", result => Quantity.Ratio(result.Closure?.Ratio)),
            ],
        };
    }

    private static string Sentence(FootprintResult result) => result.Total is { } total
        ? $"No: one more parked thread takes {Quantity.Bytes(total.Slope)} of memory here, {Quantity.Bytes(result.UserRss.Slope)} of it in user space, " +
          $"while it reserves {Quantity.Bytes(result.AddressSpace.Slope)} of address space. {Many:#,0} of them take " +
          $"{Quantity.Bytes(total.Slope * Many)} of memory and {Quantity.Bytes(result.AddressSpace.Slope * Many)} of address space."
        : $"One more parked thread takes {Quantity.Bytes(result.UserRss.Slope)} of user memory here; the kernel does not say what it takes for itself.";

    private static IEnumerable<FigureRow> Figures(string kind, FootprintResult result) =>
    [
        .. Columns.Select(column => Figure($"{kind}_{column.Name}", "bytes_per_thread", column.Column(result))),
        Figure($"{kind}_vmas", "mappings_per_thread", result.Vmas),
    ];

    private static FigureRow Figure(string name, string unit, LinearFit? fit) => new(name, fit?.Slope, unit, fit?.SlopeLow, fit?.SlopeHigh);

    private static IEnumerable<FigureRow> Closure(string kind, FootprintResult result) =>
    [
        new FigureRow($"{kind}_threads", result.Readings[^1].Units, "threads"),
        new FigureRow($"{kind}_ledger_bytes", result.Closure?.Ledger.Bytes, "bytes"),
        new FigureRow($"{kind}_mem_available_fall_bytes", result.Closure?.MemAvailable.Bytes, "bytes"),
        new FigureRow($"{kind}_per_cpu_list_fall_bytes", result.Closure?.PerCpuLists.Bytes, "bytes"),
        new FigureRow($"{kind}_reader_growth_bytes", result.Closure?.Reader.Bytes, "bytes"),
        new FigureRow($"{kind}_closure_ratio", result.Closure?.Ratio, "ratio"),
        new FigureRow($"{kind}_mem_available_ratio", result.Closure?.MemAvailableRatio, "ratio"),
        new FigureRow($"{kind}_cgroup_charge_ratio", result.ChargeRatio, "ratio"),
        new FigureRow($"{kind}_ballast_threads", result.Ballast?.Threads, "threads"),
        new FigureRow($"{kind}_total_r_squared", result.Total?.RSquared, "ratio"),
    ];
}
