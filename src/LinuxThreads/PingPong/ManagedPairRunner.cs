using LinuxThreads.Interop;
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
        OccupancyProbe? probe = null;
        UsageCounters before = default;
        Nanoseconds cpuBefore = default, opened = default;
        void Open()
        {
            probe = OccupancyProbe.Start(_used);
            before = UsageCounters.ReadProcess();
            cpuBefore = Clocks.ReadProcessCpuTime();
            opened = Clocks.ReadMonotonic();
        }

        var samples = ManagedPair.RunAsync(_plan, Open, cancellation).GetAwaiter().GetResult();
        var wall = Clocks.ReadMonotonic() - opened;
        var cpu = Clocks.ReadProcessCpuTime() - cpuBefore;
        var after = UsageCounters.ReadProcess();
        var roundTrips = (long)samples.Count * _plan.BatchRoundTrips;
        var voluntary = after.VoluntarySwitches - before.VoluntarySwitches;
        var involuntary = after.InvoluntarySwitches - before.InvoluntarySwitches;
        var evidence = new Evidence
        {
            NominalSwitches = roundTrips * _plan.Mechanism.NominalSwitchesPerRoundTrip(),
            CountedSwitches = voluntary + involuntary,
            Voluntary = voluntary,
            Involuntary = involuntary,
            // The kernel has neither for a whole process; the pool's threads come and go meanwhile.
            Migrations = null,
            RunDelay = null,
            CpuTime = cpu,
            WallTime = wall,
            CpusSeen = [],
        };
        var occupancy = _used.Count == 1 ? probe!.EndOfKeptBusy(wall, cpu) : probe!.EndOfIdling();
        return new Repetition(Batches.PerOperation([.. samples], samples.Count, _plan.BatchRoundTrips), roundTrips, evidence, occupancy);
    }

    /// <inheritdoc/>
    public void Dispose() => _confinement?.Dispose();
}
