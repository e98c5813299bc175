using LinuxThreads.Native;
using LinuxThreads.Verdicts;

namespace LinuxThreads.PingPong;

/// <summary>Two tasks a repetition on the thread pool, whose threads are confined to the placement's CPUs meanwhile.</summary>
internal sealed class ManagedPairRunner : IPairRunner
{
    private readonly PingPongPlan _plan;
    private readonly IReadOnlyList<int> _used;
    private readonly ProcessConfinement? _confinement;

    public ManagedPairRunner(PingPongPlan plan, int[] cpus, IReadOnlyList<int> allowed)
    {
        _plan = plan;
        _used = cpus.Length == 0 ? allowed : [.. cpus.Distinct()];
        _confinement = cpus.Length == 0 ? null : ProcessConfinement.To(CpuSet.Of([.. _used]));
        Caveats =
        [
            new Caveat(
                CaveatKind.WholeProcessCounters,
                "Tasks have no threads of their own: the counters are those of the whole process, its background threads included."),
            .. cpus.Length == 0
                ? [new Caveat(CaveatKind.Unpinned, "The pool's threads were free to move; where they ran may differ from run to run.")]
                : Array.Empty<Caveat>(),
        ];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <inheritdoc/>
    public Repetition Repeat(CancellationToken cancellation)
    {
        ProcessWindow? window = null;
        var samples = ManagedPair.RunAsync(_plan, () => window = ProcessWindow.Open(_used), cancellation).GetAwaiter().GetResult();
        var roundTrips = (long)samples.Count * _plan.BatchRoundTrips;
        var end = window!.Close(roundTrips * _plan.Mechanism.NominalSwitchesPerRoundTrip());
        return new Repetition(Batches.PerOperation([.. samples], samples.Count, _plan.BatchRoundTrips), roundTrips, end.Evidence, end.Occupancy);
    }

    /// <inheritdoc/>
    public void Dispose() => _confinement?.Dispose();
}
