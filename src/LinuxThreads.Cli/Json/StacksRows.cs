using LinuxThreads.Stacks;

namespace LinuxThreads.Cli.Json;

/// <summary>Turns stacks, and the memory around them, into the JSON of <c>stacks</c>.</summary>
internal static class StacksRows
{
    public static StacksDocument Document(StackSnapshot snapshot, MemoryBreakdown? breakdown, HugePageProof? proof) => new(
        "linuxthreads/stacks/1",
        snapshot.Pid.Value,
        snapshot.Route.JsonName(),
        snapshot.Took.Value,
        [.. snapshot.Threads.Select(Row)],
        Totals(snapshot.Totals),
        breakdown is null ? null : Breakdown(breakdown),
        snapshot.Unavailable)
    {
        HugePages = new HugePagesRow(
            snapshot.HugePages.Mode, snapshot.HugePages.PmdSize?.Bytes, snapshot.HugePages.ProcessEnabled, snapshot.HugePages.MaxPtesNone),
        HugeProof = proof is null ? null : HugeProofRow.Of(proof),
    };

    private static BreakdownDocument Breakdown(MemoryBreakdown breakdown) => new(
        [.. breakdown.Classes.Select(Row)],
        [.. breakdown.Names.Select(Row)],
        breakdown.Rss.Bytes,
        breakdown.RollupRss?.Bytes,
        breakdown.Arenas is { } arenas
            ? new ArenasRow(arenas.Count, arenas.Heaps, arenas.Cap, arenas.CapSource?.JsonName(), arenas.Cpus, arenas.QuotaCpus)
            : null,
        breakdown.Unavailable);

    private static MemoryClassRow Row(MemoryClassUse use) => new(
        use.Class.JsonName(),
        use.Mappings,
        use.Figures.Size.Bytes,
        use.Figures.Rss.Bytes,
        use.Figures.Pss?.Bytes,
        use.Figures.PrivateDirty?.Bytes,
        use.Figures.Swap?.Bytes,
        use.Figures.Huge?.Bytes,
        use.Inferred);

    private static MemoryNameRow Row(NamedMemory named) => new(
        named.Name,
        named.Mappings,
        named.Figures.Size.Bytes,
        named.Figures.Rss.Bytes,
        named.Figures.Pss?.Bytes,
        named.Figures.PrivateDirty?.Bytes,
        named.Figures.Swap?.Bytes,
        named.Figures.Huge?.Bytes);

    /// <summary>Where no stack could be located nothing is known of their sizes, which is not 0.</summary>
    private static StackTotalsRow Totals(StackTotals totals) => totals.Located == 0
        ? new StackTotalsRow(totals.Threads, 0, null, null, null, null)
        {
            RetainedBytes = null,
            HugePageEligible = null,
            HugePagePotentialBytes = null,
        }
        : new StackTotalsRow(totals.Threads, totals.Located, totals.Reserved.Bytes, totals.Rss.Bytes, totals.Swap.Bytes, totals.Huge.Bytes)
        {
            RetainedBytes = totals.RetainedKnown == 0 ? null : totals.Retained.Bytes,
            HugePageEligible = totals.HugePageEligible,
            HugePagePotentialBytes = totals.HugePagePotential.Bytes,
        };

    private static StackRow Row(ThreadStack stack) => new(
        stack.Tid.Value,
        stack.Comm.Text,
        Address(stack.StackStart),
        Address(stack.StackEnd),
        stack.Reserved?.Bytes,
        stack.Guard?.Bytes,
        stack.Rss?.Bytes,
        stack.Pss?.Bytes,
        stack.Swap?.Bytes,
        stack.Huge?.Bytes,
        stack.TouchedDepth?.Bytes,
        stack.NoHugePage,
        stack.LocatedBy?.JsonName(),
        stack.Unavailable)
    {
        LimitBytes = stack.Limit is { IsUnlimited: false } limit ? (long)limit.Value : null,
        RetainedBytes = stack.Retained?.Bytes,
        RetainedUnknown = stack.RetainedUnknown,
        HugePageEligible = stack.HugePages?.Eligible,
        HugePageReason = stack.HugePages?.Reason.JsonName(),
        HugePageSizeBytes = stack.HugePages?.Size?.Bytes,
        HugePageAligned = stack.HugePages?.AlignedHugePages,
        HugePagePotentialBytes = stack.HugePages?.Potential?.Bytes,
        HugePageMayCollapse = stack.HugePages?.MayCollapse,
    };

    private static string? Address(ulong? address) => address is { } known ? $"0x{known:x}" : null;
}
