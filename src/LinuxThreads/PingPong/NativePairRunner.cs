using LinuxThreads.Loops;
using LinuxThreads.Verdicts;

namespace LinuxThreads.PingPong;

/// <summary>Two fresh native threads in a fresh process a repetition.</summary>
internal sealed class NativePairRunner : IPairRunner
{
    private readonly PingPongPlan _plan;
    private readonly NativePair _pair;

    public NativePairRunner(PingPongPlan plan, int[] cpus, IReadOnlyList<int> allowed)
    {
        _plan = plan;
        _pair = new NativePair(plan, cpus, allowed);
        Caveats = cpus.Length == 0
            ? [new Caveat(CaveatKind.Unpinned, "The threads were free to move; where they ran may differ from run to run.")]
            : [];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <inheritdoc/>
    public Repetition Repeat(CancellationToken cancellation)
    {
        using var worker = LoopWorker.Start(_plan.Batches, LoopWorker.Patience(_plan.RoundTripsEach), cancellation);
        return _pair.Run(worker);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
