using LinuxThreads.Interop;

namespace LinuxThreads.Footprint;

/// <summary>Measures what one more parked native thread takes, as a slope over growing numbers of them.</summary>
public static class FootprintMeter
{
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
        using var reader = new FootprintReader(group);

        // A first thread and a reading that are thrown away: they compile, map and touch what the later ones need.
        group.Grow(1);
        _ = reader.Read();
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
