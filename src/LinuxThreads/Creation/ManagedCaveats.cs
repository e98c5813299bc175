using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>What a reader must know of creations in this process.</summary>
internal static class ManagedCaveats
{
    public static IReadOnlyList<Caveat> Of(CreationPlan plan) =>
    [
        new Caveat(
            CaveatKind.WholeProcessCounters,
            "They were created in this process: the counters are those of all of it, the runtime's background threads included."),
        .. plan.Unpinned
            ? [new Caveat(CaveatKind.Unpinned, "The threads were free to move; where they ran may differ from run to run.")]
            : Array.Empty<Caveat>(),
    ];
}
