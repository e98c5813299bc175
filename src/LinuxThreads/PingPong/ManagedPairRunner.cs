using LinuxThreads.Interop;
using LinuxThreads.Verdicts;

namespace LinuxThreads.PingPong;

/// <summary>Two fresh sides of managed code a repetition: in a fresh process each, or all in this one where no program is named.</summary>
internal sealed class ManagedPairRunner : IPairRunner
{
    private readonly PingPongPlan _plan;
    private readonly ManagedOrder _order;
    private readonly IReadOnlyList<int> _used;
    private readonly List<Caveat> _caveats = [];
    private long _compiled;

    public ManagedPairRunner(PingPongPlan plan, int[] cpus, IReadOnlyList<int> allowed)
    {
        _plan = plan;
        _order = ManagedOrder.Of(plan, cpus);
        _used = cpus.Length == 0 ? allowed : [.. cpus.Distinct()];
        if (Tasks)
        {
            _caveats.Add(new Caveat(
                CaveatKind.WholeProcessCounters,
                "Tasks have no threads of their own: the counters are those of the whole process, its background threads included."));
        }

        if (plan.Command is null)
        {
            _caveats.Add(new Caveat(
                CaveatKind.SharedProcess,
                "The repetitions ran in one process, the caller's own: where its memory lies and what its code was compiled to is the same in all of them, and its other threads ran beside."));
        }

        if (cpus.Length == 0)
        {
            _caveats.Add(new Caveat(CaveatKind.Unpinned, "The threads were free to move; where they ran may differ from run to run."));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Caveat> Caveats => _compiled == 0
        ? _caveats
        :
        [
            .. _caveats,
            new Caveat(
                CaveatKind.CompiledMeanwhile,
                $"The runtime compiled {_compiled} methods of this process in the timed parts: not all of the loops may have run as they end up.",
                new CaveatFigure("compiled_methods", _compiled)),
        ];

    private bool Tasks => _plan.Mechanism.Traits().Sides == MechanismSides.ManagedTasks;

    /// <inheritdoc/>
    public Repetition Repeat(CancellationToken cancellation)
    {
        using var worker = _plan.Command is { } command ? ManagedPairWorker.Start(command, _order, cancellation) : null;
        var accounted = Accounted(worker);
        var probe = OccupancyProbe.Start(_used);
        var run = worker is null ? ManagedPair.Run(_order, cancellation) : worker.Run();

        // A run that stopped before its first batch has no window to judge.
        cancellation.ThrowIfCancellationRequested();
        var figures = run.Figures;
        _compiled += figures.Compiled;
        var wall = new Nanoseconds(figures.WallNs);
        var occupancy = _used.Count == 1
            // Of two that take turns one is always ready. The runtime's own threads, which may run beside, are the plan's as well.
            ? probe.EndOfKeptBusy(wall, new Nanoseconds(figures.ProcessCpuNs))
            : probe.EndOfIdling();
        var roundTrips = figures.BatchesDone * _plan.BatchRoundTrips;
        return new Repetition(
            Batches.PerOperation(run.BatchesNs, run.BatchesNs.Length, _plan.BatchRoundTrips),
            roundTrips,
            Evidence(figures, roundTrips * _plan.Mechanism.NominalSwitchesPerRoundTrip()),
            occupancy with { OwnAccountedTime = occupancy.OwnAccountedTime + (Accounted(worker) - accounted) });
    }

    /// <summary>Nothing outlives a repetition.</summary>
    public void Dispose()
    {
    }

    private Evidence Evidence(ManagedFigures figures, long nominal)
    {
        var wall = new Nanoseconds(figures.WallNs);
        return Tasks ? ThreadEvidence.Of(nominal, wall, figures.A) : ThreadEvidence.Of(nominal, wall, figures.A, figures.B);
    }

    // This process's own is the probe's to count.
    private static Nanoseconds Accounted(ManagedPairWorker? worker) => worker is null ? Nanoseconds.Zero : AccountedClock.ReadProcess(worker.Pid);
}
