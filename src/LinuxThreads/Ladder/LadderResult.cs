using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Ladder;

/// <summary>What a function call, a system call and a hand-over cost, and what each costs more than another, from rounds that measured all of them.</summary>
public sealed record LadderResult
{
    private LadderResult(LadderPlan plan, IReadOnlyList<LadderStep> steps, IReadOnlyList<Unavailable> unavailable)
    {
        Plan = plan;
        Steps = steps;
        Unavailable = unavailable;
    }

    /// <summary>What was measured.</summary>
    public LadderPlan Plan { get; }

    /// <summary>The rungs measured, in the order of <see cref="LadderRung"/>; those that could not be are in <see cref="Unavailable"/>.</summary>
    public IReadOnlyList<LadderStep> Steps { get; }

    /// <summary>The rungs that could not be measured here, by their names in JSON, and why.</summary>
    public IReadOnlyList<Unavailable> Unavailable { get; }

    /// <summary>The step of a rung, or <see langword="null"/> if it could not be measured.</summary>
    public LadderStep? Find(LadderRung rung) => Steps.FirstOrDefault(step => step.Rung == rung);

    /// <summary>What one rung costs more than any other, in nanoseconds, round by round; <see langword="null"/> if one of them could not be measured.</summary>
    public DifferenceInterval? Difference(LadderRung rung, LadderRung with) => Find(rung) is { } a && Find(with) is { } b
        ? DifferenceInterval.Of([.. a.RoundsNs], [.. b.RoundsNs])
        : null;

    /// <summary>How many times as much one rung costs as any other, round by round; <see langword="null"/> if one of them could not be measured.</summary>
    public RatioInterval? Ratio(LadderRung rung, LadderRung with) => Find(rung) is { } a && Find(with) is { } b
        ? RatioInterval.Of([.. a.RoundsNs], [.. b.RoundsNs])
        : null;

    /// <summary>Puts together what was measured, and says what was not.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="runs">Each measured rung with its CPUs and rounds, as many rounds as any other.</param>
    /// <param name="missing">The rungs that were not measured.</param>
    internal static LadderResult Of(
        LadderPlan plan, IEnumerable<(LadderRung Rung, IReadOnlyList<int> Cpus, RepeatedRun Run)> runs, IEnumerable<Unavailable> missing)
    {
        var unavailable = missing.ToList();
        var steps = new SortedDictionary<LadderRung, LadderStep>();
        foreach (var (rung, cpus, run) in runs)
        {
            if (LadderStep.TryOf(rung, cpus, run, out var reason) is { } step)
            {
                steps.Add(rung, step);
            }
            else
            {
                unavailable.Add(reason!);
            }
        }

        return new LadderResult(plan, [.. steps.Values.Select(step => Compared(step, steps))], unavailable.AsReadOnly());
    }

    private static LadderStep Compared(LadderStep step, SortedDictionary<LadderRung, LadderStep> steps)
    {
        var traits = LadderTraits.Of(step.Rung);
        return traits.ComparedWith is { } with && steps.TryGetValue(with, out var other)
            ? step with { Difference = new LadderDifference(with, DifferenceInterval.Of([.. step.RoundsNs], [.. other.RoundsNs]), traits.Difference!) }
            : step;
    }
}
