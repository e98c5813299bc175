using LinuxThreads.PingPong;

namespace LinuxThreads.Directed;

/// <summary>What handing over to a chosen thread costs by the means that this kernel has.</summary>
public sealed record DirectedResult
{
    private DirectedResult(DirectedPlan plan, IReadOnlyList<DirectedHandOver> handOvers, IReadOnlyList<Unavailable> unavailable)
    {
        Plan = plan;
        HandOvers = handOvers;
        Unavailable = unavailable;
    }

    /// <summary>How it was measured.</summary>
    public DirectedPlan Plan { get; }

    /// <summary>The hand-overs measured; the first is the futex on one CPU.</summary>
    public IReadOnlyList<DirectedHandOver> HandOvers { get; }

    /// <summary>Those that could not be measured here, by mechanism and placement, and why.</summary>
    public IReadOnlyList<Unavailable> Unavailable { get; }

    /// <summary>A hand-over, or <see langword="null"/> if it could not be measured.</summary>
    public DirectedHandOver? Find(Mechanism mechanism, PlacementKind placement) =>
        HandOvers.FirstOrDefault(entry => entry.Result.Plan.Mechanism == mechanism && entry.Result.Plan.Placement.Kind == placement);

    internal static DirectedResult Of(DirectedPlan plan, IReadOnlyList<PingPongResult> results, IReadOnlyList<Unavailable> unavailable)
    {
        return new DirectedResult(plan, [.. results.Select(Compare)], unavailable);

        DirectedHandOver Compare(PingPongResult result, int at)
        {
            var plain = result.Plan.Mechanism != Mechanism.SeccompNotifySync
                ? null
                : results.FirstOrDefault(other => other.Plan.Mechanism == Mechanism.SeccompNotify && other.Plan.Placement == result.Plan.Placement);
            return new DirectedHandOver(result, at == 0 ? null : Ratio(result, results[0]), plain is null ? null : Ratio(result, plain));
        }

        static Statistics.RatioInterval? Ratio(PingPongResult a, PingPongResult b) =>
            a.PerSwitchRoundsNs is { } of && b.PerSwitchRoundsNs is { } to ? of.DividedBy(to) : null;
    }
}
