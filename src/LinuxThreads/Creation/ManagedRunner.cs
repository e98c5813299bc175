using LinuxThreads.Native;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>Creates in this process, whose threads are confined to one CPU meanwhile unless the plan leaves them free.</summary>
internal abstract class ManagedRunner : ICreationRunner
{
    private readonly ProcessConfinement? _confinement;

    protected ManagedRunner(CreationPlan plan, IReadOnlyList<int> cpus)
    {
        Plan = plan;
        Cpus = cpus;
        _confinement = plan.Unpinned ? null : ProcessConfinement.To(CpuSet.Of(cpus[0]));
        Caveats = ManagedCaveats.Of(plan);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <summary>What is measured.</summary>
    protected CreationPlan Plan { get; }

    /// <summary>The CPUs it runs on.</summary>
    protected IReadOnlyList<int> Cpus { get; }

    /// <inheritdoc/>
    public abstract CreationRepetition Repeat(CancellationToken cancellation);

    /// <inheritdoc/>
    public void Dispose() => _confinement?.Dispose();
}
