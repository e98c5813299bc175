using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Ladder;

/// <summary>Everything that decides what a measurement of the ladder does; validated on construction.</summary>
/// <remarks>A repetition is a round: every rung once, in one fresh process, each round beginning with the next rung.</remarks>
public sealed record LadderPlan : BatchedPlan
{
    /// <summary>The longest that a rung may be timed in a round.</summary>
    public static TimeSpan LongestRungTime { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one rung is timed in a round, about; positive, at most <see cref="LongestRungTime"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public TimeSpan RungTime
    {
        get;
        init => field = Within(value, nameof(RungTime));
    }
    = TimeSpan.FromMilliseconds(100);

    /// <summary>The same for a rung on CPUs that go idle, which are judged by ticks of 10 ms and so need longer; positive, at most <see cref="LongestRungTime"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public TimeSpan IdlingRungTime
    {
        get;
        init => field = Within(value, nameof(IdlingRungTime));
    }
    = TimeSpan.FromMilliseconds(180);

    /// <summary>
    /// Where the rungs on two CPUs run, their first CPU being the one of all other rungs; <see langword="null"/> for the nearest two cores of
    /// this machine, hardware threads of one core only if there is nothing else.
    /// </summary>
    /// <remarks>The plan in a result has the placement that was taken.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It does not name two different CPUs.</exception>
    public Placement? TwoCpus
    {
        get;
        init => field = value is null || NamesTwo(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TwoCpus), value, "Not a placement on two different CPUs.");
    }

    private static bool NamesTwo(Placement placement) =>
        placement.Kind is not (PlacementKind.SameCpu or PlacementKind.Unpinned) && (placement.CpuA is null || placement.CpuA != placement.CpuB);

    private static TimeSpan Within(TimeSpan value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LongestRungTime, name);
        return value;
    }
}
