using LinuxThreads.Interop;
using LinuxThreads.Memory;

namespace LinuxThreads.Footprint;

/// <summary>Measures what one more parked thread, or parked async method, takes, as a slope over growing numbers of them.</summary>
public static class FootprintMeter
{
    private const int ThrownAwayReadings = 3;

    /// <summary>Why a kind can't be measured here, or <see langword="null"/> if it can.</summary>
    public static string? WhyUnavailable(FootprintKind kind) => kind == FootprintKind.Pthread ? Shim.WhyUnavailable : null;

    /// <summary>Parks threads or async methods in this process, reads memory at each number of them, and ends them again.</summary>
    /// <remarks>
    /// Source: see <see cref="LedgerReading"/>. A slope leaves out whatever does not grow with the threads; the total divided by their number would not.
    /// Excludes: memory that this process's own activity takes meanwhile is in the figures, so measure in a process that does nothing else.
    /// </remarks>
    /// <exception cref="ArgumentException">A stack is asked for where there is none.</exception>
    /// <exception cref="MeasurementAbortedException">The shim is missing, or the kernel no longer shows this process.</exception>
    /// <exception cref="SyscallException">A thread could not be started; all are gone again.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested; all threads are gone again.</exception>
    public static FootprintResult Measure(FootprintPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Kind == FootprintKind.AsyncMethod && (plan.StackSize is not null || plan.TouchBytes != ByteSize.Zero))
        {
            throw new ArgumentException("A parked async method has no stack: leave out StackSize and TouchBytes.", nameof(plan));
        }

        using var units = Units(plan);
        var reader = new FootprintReader(units);

        // What the collector still holds and would give back between two readings would pass for memory that threads gave back.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        // A first thread and readings that are thrown away: they compile, map and touch what the later ones need.
        units.Grow(1);
        for (var i = 0; i < ThrownAwayReadings; i++)
        {
            _ = reader.Read();
        }

        var readings = new List<LedgerReading>(plan.ThreadCounts.Count);
        foreach (var count in plan.ThreadCounts)
        {
            cancellation.ThrowIfCancellationRequested();
            units.Grow(count - units.Count);
            readings.Add(reader.Read());
        }

        return new FootprintResult(plan, readings);
    }

    private static IParkedUnits Units(FootprintPlan plan) => plan.Kind switch
    {
        FootprintKind.Pthread => new ParkedPthreads(plan),
        FootprintKind.DotnetThread => new ParkedDotnetThreads(plan),
        _ => new ParkedAsyncMethods(plan),
    };
}
