using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Switches;

/// <summary>Observes the switches of a process over time.</summary>
public static class SwitchMeter
{
    /// <summary>Observes one interval; blocks until it is over.</summary>
    /// <exception cref="SyscallException">The process is not there at the beginning, or its files may not be read.</exception>
    /// <exception cref="ProcfsFormatException">A file is not what the kernel documents.</exception>
    /// <exception cref="MeasurementAbortedException">The process ended before the interval did.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public static SwitchInterval Measure(SwitchPlan plan, CancellationToken cancellation = default) => Watch(plan, cancellation).First();

    /// <summary>Observes interval after interval without gaps, each as soon as it is over, until the caller stops asking.</summary>
    /// <remarks>
    /// The snapshot that ends one interval begins the next, so nothing is lost between them. Snapshots keep to a fixed rhythm from the first one;
    /// beats that passed while a snapshot was read, or while the caller had not asked yet, are left out rather than made up for.
    /// </remarks>
    /// <inheritdoc cref="Measure"/>
    public static IEnumerable<SwitchInterval> Watch(SwitchPlan plan, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return WatchFrom(ProcRoot.System, plan, cancellation);
    }

    internal static IEnumerable<SwitchInterval> WatchFrom(ProcRoot root, SwitchPlan plan, CancellationToken cancellation)
    {
        var earlier = SwitchSnapshot.Read(root, plan.Pid);
        var beat = earlier.TakenAt;
        while (true)
        {
            beat = NextBeat(beat, new Nanoseconds(plan.Interval.Ticks * 100), Clocks.ReadMonotonic());
            WaitUntil(beat, cancellation);
            if (!SwitchSnapshot.TryRead(root, plan.Pid, out var later) || !IsSameProcess(earlier, later))
            {
                throw new MeasurementAbortedException("waiting for the end of the interval", $"process {plan.Pid} ended.");
            }

            yield return SwitchSnapshot.Difference(earlier, later);
            earlier = later;
        }
    }

    /// <summary>The first beat of the rhythm after now.</summary>
    internal static Nanoseconds NextBeat(Nanoseconds last, Nanoseconds interval, Nanoseconds now) => now <= last
        ? last + interval
        : new Nanoseconds(last.Value + (((now.Value - last.Value) / interval.Value) + 1) * interval.Value);

    // A process id is reused too; the first thread's start time tells. execve keeps it, whichever thread calls it.
    internal static bool IsSameProcess(SwitchSnapshot earlier, SwitchSnapshot later) => StartOf(earlier) == StartOf(later);

    private static ClockTicks? StartOf(SwitchSnapshot snapshot) =>
        snapshot.Threads.FirstOrDefault(thread => thread.Tid == snapshot.Pid.MainThread)?.StartTime;

    private static void WaitUntil(Nanoseconds deadline, CancellationToken cancellation)
    {
        // Whole milliseconds, rounded up: the runtime cuts the rest off, and a wait of none would spin. The wait may
        // still end a little early, so the clock has the last word.
        while (deadline - Clocks.ReadMonotonic() is { Value: > 0 } left)
        {
            cancellation.WaitHandle.WaitOne(checked((int)((left.Value + 999_999) / 1_000_000)));
            cancellation.ThrowIfCancellationRequested();
        }

        cancellation.ThrowIfCancellationRequested();
    }
}
