using LinuxThreads.Interop;

namespace LinuxThreads.Footprint;

/// <summary>Measures what one more parked native thread takes, as a slope over growing numbers of them.</summary>
public static class FootprintMeter
{
    private const int ThrownAwayReadings = 3;

    /// <summary>Why memory per thread can't be measured here, or <see langword="null"/> if it can.</summary>
    public static string? WhyUnavailable => Shim.WhyUnavailable;

    /// <summary>Starts parked threads in this process, reads memory at each number of them, and ends them again.</summary>
    /// <remarks>
    /// Source: see <see cref="FootprintReading"/>. A slope leaves out whatever does not grow with the threads; the total divided by their number would not.
    /// Excludes: memory that this process's own activity takes meanwhile is in the figures, so measure in a process that does nothing else.
    /// </remarks>
    /// <exception cref="MeasurementAbortedException">The shim is missing, or the kernel no longer shows this process.</exception>
    /// <exception cref="SyscallException">A thread could not be started; all are gone again.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested; all threads are gone again.</exception>
    public static FootprintResult Measure(FootprintPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var shimPlan = ShimParkPlan.New();
        shimPlan.StackSize = (ulong)(plan.StackSize?.Bytes ?? 0);
        shimPlan.TouchBytes = (ulong)plan.TouchBytes.Bytes;
        using var group = ParkGroupHandle.Create(shimPlan);
        var reader = new FootprintReader(group, plan.ThreadCounts[^1]);

        // What the collector still holds and would give back between two readings would pass for memory that threads gave back.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        // A first thread and readings that are thrown away: they compile, map and touch what the later ones need.
        group.Grow(1);
        for (var i = 0; i < ThrownAwayReadings; i++)
        {
            _ = reader.Read();
        }

        var readings = new List<FootprintReading>(plan.ThreadCounts.Count);
        foreach (var count in plan.ThreadCounts)
        {
            cancellation.ThrowIfCancellationRequested();
            group.Grow(checked((uint)(count - group.Count)));
            readings.Add(reader.Read());
        }

        return new FootprintResult(plan, readings);
    }
}
