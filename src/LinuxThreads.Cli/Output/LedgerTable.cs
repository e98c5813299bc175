using LinuxThreads.Footprint;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Output;

/// <summary>Ledgers side by side in 80 columns: all sizes in KiB, without the unit.</summary>
internal static class LedgerTable
{
    private const int MostCaches = 8;

    public static void WriteTo(Session session, IReadOnlyList<FootprintResult> results)
    {
        var table = new TextTable("kind", ">stack", ">space", ">RSS", ">other", ">PTEs", ">kern", ">slab", ">total", ">VMAs", ">ratio");
        foreach (var result in results)
        {
            table.Add(
                result.Plan.Kind.JsonName(),
                Stack(result),
                Kibibytes(result.AddressSpace.Slope),
                Kibibytes(result.StackRss?.Slope),
                Kibibytes(result.OtherUser?.Slope),
                Kibibytes(result.PageTables.Slope),
                Kibibytes(result.KernelStack?.Slope),
                Kibibytes(result.Slab?.Slope),
                Kibibytes(result.Total?.Slope),
                Quantity.Ratio(result.Vmas.Slope),
                Ratio(result.Closure?.Ratio));
        }

        table.WriteTo(session.Out, session.Terminal);
        Paragraph.WriteTo(
            session.Out, session.Terminal,
            "KiB for each parked one (K, M, G where marked). stack: its size; space: address space; RSS: resident stack; other: other user memory; " +
            "PTEs: page tables; kern: kernel stack; total: from RSS to slab; ratio: the ledger ÷ the fall of free memory.");
        foreach (var group in results.Where(result => result.Verdict != Verdict.Valid).GroupBy(result => result.Verdict))
        {
            Paragraph.WriteTo(session.Out, session.Terminal, $"{group.Key.JsonName()}: {string.Join(", ", group.Select(Name))}.");
        }

        if (results.FirstOrDefault(result => result.Plan.Kind.IsThread() && result.SlabCaches is { Count: > 0 }) is { } thread)
        {
            var caches = thread.SlabCaches!.Take(MostCaches).Select(cache => $"{cache.Name} {cache.BytesPerUnit:0} ({cache.ObjectsPerUnit:0.00})");
            Paragraph.WriteTo(session.Out, session.Terminal, $"slab of {Name(thread)}, bytes (objects): {string.Join(", ", caches)}.");
        }

        Notes.WriteTo(
            session,
            [.. results.SelectMany(result => result.Unavailable).DistinctBy(missing => missing.Field)],
            results.SelectMany(result => result.Caveats.Select(caveat => (Name(result), caveat.Sentence))));
    }

    /// <summary>The kind with its stack, for instance <c>pthread 64K</c>.</summary>
    public static string Name(FootprintResult result) =>
        result.Plan.StackSize is null ? result.Plan.Kind.JsonName() : $"{result.Plan.Kind.JsonName()} {Stack(result)}";

    // Three significant figures, two if negative, in four places.
    internal static string Kibibytes(double? bytes)
    {
        const double Step = 1024;
        if (bytes / Step is not { } kibibytes)
        {
            return Quantity.Unknown;
        }

        return kibibytes switch
        {
            > -0.05 and < 0.005 => "0",
            < 0 and > -9.95 => kibibytes.ToString("0.0"),
            > 0 and < 9.995 => kibibytes.ToString("0.00"),
            > 0 and < 99.95 => kibibytes.ToString("0.0"),
            > -999.5 and < 9999.5 => kibibytes.ToString("0"),
            > -99.5 * Step and < 999.5 * Step => $"{kibibytes / Step:0}M",
            _ => $"{kibibytes / (Step * Step):0}G",
        };
    }

    // Far from 1 the third decimal tells nothing.
    private static string Ratio(double? ratio) => ratio switch
    {
        null => Quantity.Unknown,
        < 10 => ratio.Value.ToString("0.000"),
        _ => ratio.Value.ToString("0"),
    };

    private static string Stack(FootprintResult result) => result.Plan.StackSize is not { } size ? Quantity.Unknown
        : size.Bytes % (1 << 20) == 0 ? $"{size.Bytes >> 20}M"
        : size.Bytes % (1 << 10) == 0 ? $"{size.Bytes >> 10}K"
        : $"{size.Bytes}";
}
