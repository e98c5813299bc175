using LinuxThreads.Conditions;
using LinuxThreads.Memory;
using LinuxThreads.Scale;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Cli.Json;

/// <summary>Turns a run with many threads into its JSON document.</summary>
internal static class ScaleRows
{
    public static ScaleDocument Document(MachineConditions conditions, ScaleResult result) => new(
        "linuxthreads/scale/1",
        conditions,
        new ScalePlanRow(
            result.Plan.Threads, result.Plan.EffectiveStackSize?.Bytes, result.Plan.Carved, result.Plan.MemoryFloor?.Bytes, result.Plan.RaiseLimits,
            result.Plan.Laps, result.Plan.RandomOrderUpTo, result.Plan.Seed),
        result.ThreadsCreated,
        result.EndedBy.JsonName(),
        result.Why,
        result.Errno?.Name,
        [.. result.InTheWay.Select(LimitRows.Of)],
        result.Creating?.Value,
        result.CreateNsPerThread,
        result.HandOver(HandOverOrder.Parking) is { } parking ? PingPongRows.Of(parking.Ns, null) : null,
        [.. result.HandOvers.Select(Of)],
        result.Cpu,
        result.FutexHashBuckets,
        result.Ledger is { } ledger ? Of(ledger) : null,
        result.Joining?.Value,
        result.Joining?.Value / (double)result.ThreadsCreated,
        result.Ending.Value,
        [.. result.Sysctls.Select(change => new SysctlRow(
            change.Name, change.Was, change.Raised, change.Found, change.Now, change.IsRestored, change.Errno?.Name))],
        result.LeftBehind,
        result.Verdict.JsonName(),
        result.Unavailable,
        result.Took.Value);

    private static ScaleHandOverRow Of(ScaleHandOver row) => new(
        row.Order.JsonName(), row.SamplesNs.Count, row.SamplesNs, PingPongRows.Of(row.Ns, null), row.Settle.Value, PingPongRows.Of(row.Evidence),
        row.Verdict.JsonName(), PingPongRows.Of(row.Caveats));

    private static ScaleLedgerRow Of(ScaleLedger ledger) => new(
        Of(ledger.Before),
        Of(ledger.After),
        new ScalePerThreadRow(
            ledger.AddressSpaceBytes, ledger.UserRssBytes, ledger.PageTableBytes, ledger.KernelStackBytes, ledger.KernelSlabBytes, ledger.TotalBytes, ledger.Vmas),
        ledger.Closure is { } closure
            ? new ScaleClosureRow(
                closure.Ledger.Bytes, closure.Reader.Bytes, closure.MemAvailable.Bytes, closure.PerCpuLists.Bytes, closure.Ratio, closure.MemAvailableRatio)
            : null,
        ledger.Verdict.JsonName(),
        PingPongRows.Of(ledger.Caveats));

    private static ScaleReadingRow Of(LedgerReading reading) => new(
        reading.Units, reading.AddressSpace.Bytes, reading.UserRss.Bytes, reading.PageTables.Bytes, reading.KernelStack?.Bytes, reading.Slab?.Bytes,
        reading.Sum?.Bytes, reading.MemAvailable?.Bytes, reading.PerCpuLists.Bytes, reading.Vmas);
}
