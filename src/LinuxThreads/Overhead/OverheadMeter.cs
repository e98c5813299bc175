using System.Diagnostics;
using LinuxThreads.Native;
using LinuxThreads.Procfs;

namespace LinuxThreads.Overhead;

/// <summary>Measures what switching costs against the work between two switches, and against the memory that the work uses.</summary>
public static class OverheadMeter
{
    /// <summary>Measures both curves, on one CPU.</summary>
    /// <remarks>
    /// <para>
    /// Each point is the difference of two threads that take turns and one thread that does the same work and makes the same system
    /// calls (C. Li, C. Ding, K. Shen, Quantifying the Cost of Context Switch, ExpCS 2007), divided by the switches that the kernel
    /// counted. All pairs and controls of a curve are measured in turns, in every round in one process that is fresh.
    /// </para>
    /// <para>
    /// Each side has an array of its own, in memory before the clock starts. What the point without an array costs is the
    /// switch itself; what another costs more is the refilling of caches from which the other side's array has pushed this side's.
    /// </para>
    /// Source: the monotonic clock, read once a batch in C; switches by <c>getrusage(RUSAGE_THREAD)</c>, read inside the threads; sizes
    /// from <c>/sys/devices/system/cpu/cpu*/cache/</c>.
    /// Excludes: the system calls of a hand-over, which the control makes too (<see cref="OverheadPoint.CostWithCallsNs"/> has them).
    /// </remarks>
    /// <param name="plan">What to measure.</param>
    /// <param name="progress">Told before each round; may be <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    /// <exception cref="MeasurementAbortedException">The shim or the worker program is missing, or a child process ended early.</exception>
    /// <exception cref="SyscallException">The kernel refused a thread, a pin, memory or a pipe.</exception>
    /// <exception cref="ProcfsFormatException">A file of sysfs or /proc is not what the kernel documents.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested; nothing is left running.</exception>
    public static OverheadResult Measure(OverheadPlan plan, Action<OverheadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var started = Stopwatch.GetTimestamp();
        var cpu = plan.Cpu ?? CpuSet.OfCurrentThread().First();
        var unavailable = new List<Unavailable>();
        var caches = CpuTopology.Read(ProcRoot.System).Cpus.FirstOrDefault(entry => entry.Cpu == cpu)?.Caches ?? [];
        var arrays = Arrays(plan, caches, unavailable);

        var run = new CurveRun(plan, cpu, cancellation);
        var nsPerRound = run.NsPerRoundOfWork();
        var work = run.Measure(
            OverheadCurve.Work,
            [PointPlan.Without("work"), .. plan.WorkTargets.Select(target => PointPlan.OfTime(target, nsPerRound))],
            Left(arrays.Count == 0 ? 1 : 2), progress);
        var workingSet = arrays.Count == 0
            ? null
            : run.Measure(OverheadCurve.WorkingSet, [PointPlan.Without("array"), .. arrays.Select(PointPlan.OfArray)], Left(1), progress);
        return new OverheadResult(plan, cpu, caches, work, workingSet, unavailable);

        // Never nothing: a curve has one round whatever it takes.
        TimeSpan? Left(int curves) => plan.Budget is { } budget
            ? new TimeSpan(Math.Max(1, (long)((budget.TotalSeconds - Seconds()) * TimeSpan.TicksPerSecond / curves)))
            : null;

        double Seconds() => (Stopwatch.GetTimestamp() - started) / (double)Stopwatch.Frequency;
    }

    private static IReadOnlyList<ArraySize> Arrays(OverheadPlan plan, IReadOnlyList<CpuCache> caches, List<Unavailable> unavailable)
    {
        if (plan.Arrays is { } wanted)
        {
            return [.. wanted.Select(static size => new ArraySize(size.ToString(), size))];
        }

        if (!caches.Any(static cache => cache.Size is not null))
        {
            unavailable.Add(new Unavailable(
                "working_set", "/sys/devices/system/cpu/cpu*/cache lists no cache with a size for this CPU, as in some virtual machines.", "Give the sizes of the arrays in the plan."));
            return [];
        }

        var (largest, bound) = MemoryBound.Of(plan.LargestArray, ProcRoot.System);
        return ArraySize.Of(caches, plan.Sizes, largest, bound, unavailable);
    }
}
