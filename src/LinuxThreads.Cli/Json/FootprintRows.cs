using LinuxThreads.Conditions;
using LinuxThreads.Footprint;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Json;

/// <summary>Turns ledgers into their JSON rows.</summary>
internal static class FootprintRows
{
    public static FootprintDocument Document(MachineConditions conditions, IReadOnlyList<FootprintResult> results) =>
        new("linuxthreads/footprint/1", conditions, [.. results.Select(Of)]);

    /// <summary>The columns of the ledger, for one unit or for as many as <paramref name="times"/>.</summary>
    public static PlanMemoryRow PerThread(FootprintResult result, double times = 1) => new(
        result.AddressSpace.Slope * times,
        result.UserRss.Slope * times,
        result.StackRss?.Slope * times,
        result.OtherUser?.Slope * times,
        result.PageTables.Slope * times,
        result.KernelStack?.Slope * times,
        result.Slab?.Slope * times,
        result.Total?.Slope * times,
        result.Vmas.Slope * times);

    private static FootprintRow Of(FootprintResult result) => new(
        result.Plan.Kind.JsonName(),
        result.Plan.StackSize?.Bytes,
        result.Plan.TouchBytes.Bytes,
        result.Plan.ThreadCounts,
        PerThread(result),
        result.SlabCaches is { } caches
            ? [.. caches.Select(cache => new SlabCacheRow(cache.Name, cache.ObjectSize.Bytes, cache.BytesPerUnit, cache.ObjectsPerUnit))]
            : null,
        result.Total?.RSquared,
        result.Total?.SlopeLow,
        result.Total?.SlopeHigh,
        result.Closure is { } closure
            ? new ClosureRow(
                closure.Ledger.Bytes, closure.MemAvailable.Bytes, closure.PerCpuLists.Bytes, closure.Reader.Bytes, closure.Ratio, closure.MemAvailableRatio)
            : null,
        result.Charge is { } charge ? new CgroupChargeRow(charge.Slope, result.KernelCharge?.Slope, result.ChargeRatio) : null,
        result.Ballast is { } ballast
            ? new BallastRow(ballast.Threads, ballast.SlabGrowth?.Bytes, ballast.Reused?.Bytes, ballast.IsSteady, ballast.ShrunkCaches)
            : null,
        result.Verdict.JsonName(),
        PingPongRows.Of(result.Caveats),
        result.Unavailable);
}
