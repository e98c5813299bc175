using LinuxThreads.Headroom;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Scale;

/// <summary>Has a large number of threads alive together in a child process: what creating them, their memory, a hand-over among them and their end take.</summary>
/// <remarks>
/// The limits are read first; where one would stop it, nothing is started. What stops it later (a limit, the memory floor, a cancellation, the
/// OOM killer) ends it cleanly, and the result tells what was reached. Nothing stays behind: the child ends with its standard input, also
/// when this process is killed, and raised settings go back after it (<see cref="RaisedLimits"/>).
/// </remarks>
public static class ScaleMeter
{
    // The worker's own first thread, and one of the guard.
    private const int Company = 2;

    /// <summary>Measures one number of threads.</summary>
    /// <param name="plan">How many, and how.</param>
    /// <param name="progress">Told of every step, some ten times a second.</param>
    /// <param name="cancellation">Ends it early; what was reached is still returned, with <see cref="ScaleEnd.Stopped"/>.</param>
    /// <exception cref="SyscallException">Settings may not be raised, another process holds them raised, or the C library refuses such a stack.</exception>
    /// <exception cref="MeasurementAbortedException">The worker is missing or could not be started.</exception>
    public static ScaleResult Measure(ScalePlan plan, IProgress<ScaleProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var began = Clocks.ReadMonotonic();
        progress?.Report(new ScaleProgress(ScalePhase.Limits, 0, 0));
        var cost = CostOf(plan);
        var wanted = plan.Threads + Company;
        var inspection = LimitInspector.Inspect(ProcRoot.System, Pid.Current, cost);
        using var limits = plan.RaiseLimits ? RaisedLimits.For(wanted, inspection, command: null) : null;
        if (limits is not null)
        {
            inspection = LimitInspector.Inspect(ProcRoot.System, Pid.Current, cost);
        }

        var inTheWay = inspection.InTheWayOf(wanted);
        var result = inTheWay.Count > 0 && plan.Predict
            ? Refused(plan, inTheWay)
            : Run(plan, cost, limits, progress, cancellation);
        var changes = limits?.Restore() ?? [];
        return result with
        {
            Sysctls = changes,
            LeftBehind = [.. result.LeftBehind, .. changes.Where(change => !change.IsRestored && !change.IsSomebodyElses).Select(change => $"{change}.")],
            Took = Clocks.ReadMonotonic() - began,
        };
    }

    // At least the mappings are known without having made a thread; carved stacks share one.
    private static ThreadCost CostOf(ScalePlan plan)
    {
        var cost = CreationFailure.CostOf(ThreadKind.Pthread, plan.EffectiveStackSize, plan.Carved ? ByteSize.Zero : null);
        return plan.Carved ? cost with { Mappings = 1.0 / plan.Threads } : cost;
    }

    private static ScaleResult Run(ScalePlan plan, ThreadCost cost, RaisedLimits? limits, IProgress<ScaleProgress>? progress, CancellationToken cancellation)
    {
        var run = new ScaleRun(plan, cost, limits, progress, cancellation);
        return run.Measure();
    }

    private static ScaleResult Refused(ScalePlan plan, IReadOnlyList<LimitCheck> inTheWay) => new()
    {
        Plan = plan,
        EndedBy = ScaleEnd.Predicted,
        InTheWay = inTheWay,
        Why = string.Join(" ", inTheWay.Select(check => $"{check} leaves room for {check.ThreadsUntilHit:#,0} threads. {Fix(check, plan)}")),
    };

    private static string? Fix(LimitCheck check, ScalePlan plan) => check.Name switch
    {
        LimitName.PidMax or LimitName.ThreadsMax when !plan.RaiseLimits => $"{check.HowToRaise} As root, --raise-limits (RaiseLimits) raises it for as long as it is needed.",
        LimitName.MaxMapCount when !plan.Carved =>
            "A thread takes two mappings. Stacks carved from one area (--carved, Carved) take one mapping for all; or, as root, --raise-limits (RaiseLimits) raises it for as long as it is needed.",
        _ => check.HowToRaise,
    };
}
