using LinuxThreads.Interop;
using LinuxThreads.Procfs;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>Native threads in a worker process: fresh creators a repetition, one process a measurement.</summary>
internal sealed class NativeCreationRunner : ICreationRunner
{
    private readonly CreationPlan _plan;
    private readonly IReadOnlyList<int> _used;
    private readonly CreationWorker _worker;
    private bool _stepsLast;

    public NativeCreationRunner(CreationPlan plan, ByteSize stack, IReadOnlyList<int> cpus, CancellationToken cancellation)
    {
        _plan = plan;
        _used = cpus;
        _worker = CreationWorker.Start(plan, stack, plan.Unpinned ? null : cpus[0], cancellation);
        Caveats = plan.Unpinned
            ? [new Caveat(CaveatKind.Unpinned, "The threads were free to move; where they ran may differ from run to run.")]
            : [];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <inheritdoc/>
    public CreationRepetition Repeat(CancellationToken cancellation)
    {
        var before = CreationCount.Read(ProcRoot.System);
        var accounted = AccountedClock.ReadProcess(_worker.Pid);
        var probe = OccupancyProbe.Start(_used);
        NativeRun? steps = null;
        NativeRun whole;
        if (_plan.Kind == CreationKind.PthreadSteps)
        {
            // Whoever comes first in a round must not always be the same one.
            _stepsLast = !_stepsLast;
            steps = _stepsLast ? null : _worker.CreateSteps();
            whole = _worker.Create();
            steps ??= _worker.CreateSteps();
        }
        else
        {
            whole = _worker.Create();
        }

        cancellation.ThrowIfCancellationRequested();
        NativeRun[] runs = steps is null ? [whole] : [whole, steps];
        var evidence = NativeEvidence.Of(runs);
        var occupancy = _used.Count == 1
            // From the creators' start to their end: what lies between two runs is nobody's.
            ? probe.EndOfKeptBusy(evidence.WallTime, evidence.CpuTime)
            : probe.EndOfIdling();
        var counted = CreationCount.Read(ProcRoot.System) - before;
        var (returned, first, joined) = steps is null ? (whole.TimesNs[0], whole.TimesNs[1], whole.TimesNs[2]) : StepTimes.Whole(steps.TimesNs);
        return new CreationRepetition(
            [CreationTime.Median(returned)],
            (steps ?? whole).Created,
            evidence,
            occupancy with { OwnAccountedTime = occupancy.OwnAccountedTime + (AccountedClock.ReadProcess(_worker.Pid) - accounted) })
        {
            Count = new KernelCount(runs.Sum(run => run.All), counted),
            CountsOthersToo = true,
            ReturnedNs = returned,
            FirstInstructionNs = first,
            JoinedNs = joined,
            StepsNs = steps?.TimesNs,
            PthreadCreateNs = steps is null ? null : whole.TimesNs[0],
            CreatorFaults = NativeEvidence.CreatorFaults(runs),
            CreatorFaultsOf = runs.Sum(run => run.Created),
            MinorFaults = NativeEvidence.Faults(runs),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _worker.Dispose();
}
