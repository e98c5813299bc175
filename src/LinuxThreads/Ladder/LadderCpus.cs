using LinuxThreads.PingPong;
using LinuxThreads.Procfs;

namespace LinuxThreads.Ladder;

/// <summary>The CPUs of the ladder's rungs.</summary>
internal sealed class LadderCpus
{
    // Two cores that share a cache are what a scheduler prefers for two threads that wake each other; two hardware threads of a core slow each other down.
    private static readonly Placement[] Preferred = [Placement.SameLlc, Placement.CrossLlc, Placement.CrossNode, Placement.SmtSibling];

    private LadderCpus(int one, Placement? placement, int[]? two, string? whyNotTwo)
    {
        One = one;
        Relation = placement;
        Two = two;
        WhyNotTwo = whyNotTwo;
    }

    /// <summary>The CPU of the rungs that need one.</summary>
    public int One { get; }

    /// <summary>How the two CPUs of the others relate, where there are two.</summary>
    public Placement? Relation { get; }

    /// <summary>The two CPUs of the others, the first being <see cref="One"/>; null where this process has no such two.</summary>
    public int[]? Two { get; }

    /// <summary>Why there are no two.</summary>
    public string? WhyNotTwo { get; }

    /// <summary>Chooses them.</summary>
    /// <param name="wanted">The placement asked for; null for the best there is.</param>
    /// <param name="allowed">The CPUs this process may use, ascending; at least one.</param>
    /// <param name="topology">The machine's, read only where it is needed.</param>
    public static LadderCpus Choose(Placement? wanted, IReadOnlyList<int> allowed, Func<CpuTopology> topology)
    {
        if (allowed.Count < 2)
        {
            return new LadderCpus(allowed[0], null, null, $"it needs two CPUs and this process may use only CPU {allowed[0]}.");
        }

        try
        {
            string? reason = null;
            foreach (var placement in wanted is null ? Preferred : [wanted])
            {
                if (PlacementResolver.TryResolve(placement, allowed, topology, out reason) is { } pair)
                {
                    return new LadderCpus(pair[0], placement, pair, null);
                }
            }

            return wanted is null
                ? new LadderCpus(allowed[0], Placement.OnCpus(allowed[0], allowed[1]), [allowed[0], allowed[1]], null)
                : new LadderCpus(allowed[0], null, null, reason);
        }
        catch (SyscallException refused)
        {
            return new LadderCpus(allowed[0], null, null, $"the machine's topology could not be read: {refused.Message}");
        }
    }
}
