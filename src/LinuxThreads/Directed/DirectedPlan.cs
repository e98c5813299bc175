using LinuxThreads.Verdicts;

namespace LinuxThreads.Directed;

/// <summary>How hand-overs are compared; validated on construction. A repetition is a round: each hand-over once, in a fresh process.</summary>
public sealed record DirectedPlan : BatchedPlan
{
    /// <summary>How long a hand-over on one CPU is timed in all rounds together, about; positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan Window
    {
        get;
        init => field = Positive(value, nameof(Window));
    }
    = TimeSpan.FromSeconds(0.7);

    /// <summary>The same where CPUs go idle, which is judged by ticks of 10 ms and so takes longer; positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan IdlingWindow
    {
        get;
        init => field = Positive(value, nameof(IdlingWindow));
    }
    = TimeSpan.FromSeconds(1.8);

    private static TimeSpan Positive(TimeSpan value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, name);
        return value;
    }
}
