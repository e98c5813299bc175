namespace LinuxThreads.Statistics;

/// <summary>One figure of something that was measured once in each of several rounds: its value in each, their median and its interval.</summary>
/// <remarks>Rounds are independent of each other where each has a process of its own. Negative values are kept as they are.</remarks>
public sealed record RoundFigure
{
    private RoundFigure(IReadOnlyList<double> rounds, double median, MedianInterval? interval)
    {
        Rounds = rounds;
        Median = median;
        Interval = interval;
    }

    /// <summary>The value of each round, in the order of the rounds.</summary>
    public IReadOnlyList<double> Rounds { get; }

    /// <summary>The median of <see cref="Rounds"/>.</summary>
    public double Median { get; }

    /// <summary>The interval of the median, or <see langword="null"/> after a single round.</summary>
    public MedianInterval? Interval { get; }

    /// <summary>The figure of these rounds.</summary>
    /// <exception cref="ArgumentException">There is no round, or a value is not finite.</exception>
    public static RoundFigure Of(ReadOnlySpan<double> rounds) =>
        new(Array.AsReadOnly(rounds.ToArray()), Summary.Of(rounds).Median, MedianInterval.Of(rounds));

    /// <summary>The figure of these rounds, or <see langword="null"/> if there is none or it is unknown, or no number, in one of them.</summary>
    internal static RoundFigure? Of(IEnumerable<double?> rounds)
    {
        double?[] values = [.. rounds];
        return values.Length == 0 || !Array.TrueForAll(values, static value => value is { } known && double.IsFinite(known))
            ? null
            : Of(Array.ConvertAll(values, static value => value!.Value));
    }

    /// <summary>A figure made round by round of two of the same rounds; <see langword="null"/> if one of them is unknown.</summary>
    internal static RoundFigure? Of(RoundFigure? left, RoundFigure? right, Func<double, double, double> combine) =>
        left is null || right is null ? null : Of(left.Rounds.Zip(right.Rounds, (a, b) => (double?)combine(a, b)));

    /// <summary>How many times as large this is as <paramref name="other"/>, round by round; <see langword="null"/> where a value is not positive.</summary>
    /// <param name="other">A figure of the same rounds.</param>
    /// <exception cref="ArgumentException">The other one has more or fewer rounds.</exception>
    public RatioInterval? DividedBy(RoundFigure other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Rounds.Concat(other.Rounds).All(static value => value > 0) ? RatioInterval.Of([.. Rounds], [.. other.Rounds]) : null;
    }
}
