using LinuxThreads.Statistics;

namespace LinuxThreads.Overhead;

/// <summary>A figure that was computed in each round from what was measured side by side in it.</summary>
/// <remarks>Rounds are independent of each other: each has a process, and so pages of memory, of its own. Negative values are kept as they are.</remarks>
public sealed record RoundFigure
{
    private RoundFigure(IReadOnlyList<double> rounds)
    {
        Rounds = rounds;
        Median = Summary.Of([.. rounds]).Median;
        Interval = MedianInterval.Of([.. rounds]);
    }

    /// <summary>The value of each round, in their order; at least one.</summary>
    public IReadOnlyList<double> Rounds { get; }

    /// <summary>The median of <see cref="Rounds"/>.</summary>
    public double Median { get; }

    /// <summary>The interval of the median, or <see langword="null"/> after a single round.</summary>
    public MedianInterval? Interval { get; }

    /// <summary>The figure of these rounds; null, for unknown, if a round's value is.</summary>
    internal static RoundFigure? Of(IEnumerable<double?> rounds)
    {
        var known = new List<double>();
        foreach (var round in rounds)
        {
            if (round is not { } value || !double.IsFinite(value))
            {
                return null;
            }

            known.Add(value);
        }

        return known.Count == 0 ? null : new RoundFigure(known.AsReadOnly());
    }

    /// <summary>A figure made round by round of two; null if one of them is unknown.</summary>
    internal static RoundFigure? Of(RoundFigure? left, RoundFigure? right, Func<double, double, double> combine) =>
        left is null || right is null ? null : Of(left.Rounds.Zip(right.Rounds, (a, b) => (double?)combine(a, b)));
}
