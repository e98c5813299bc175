using LinuxThreads.Verdicts;

namespace LinuxThreads.PingPong;

/// <summary>Everything that decides what a hand-over measurement does; validated on construction.</summary>
public sealed record PingPongPlan : BatchedPlan
{
    /// <summary>A plan with the defaults that suit a mechanism: tasks warm up long enough for the runtime to compile their loops for good.</summary>
    public static PingPongPlan Default(Mechanism mechanism, Placement placement) => new()
    {
        Mechanism = mechanism,
        Placement = placement,
        WarmUpRoundTrips = mechanism.IsManaged() ? 200_000 : 500,
    };

    /// <summary>The mechanism that is handed over by.</summary>
    /// <exception cref="ArgumentOutOfRangeException">None of the enum's.</exception>
    public required Mechanism Mechanism
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Mechanism), value, "Not a mechanism.");
    }

    /// <summary>Where the two sides run.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public required Placement Placement
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Placement));
            field = value;
        }
    }

    /// <summary>Round trips in each batch; at least 1. The clock is read once a batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int BatchRoundTrips
    {
        get;
        init => field = AtLeast(1, value, nameof(BatchRoundTrips));
    }
    = 500;

    /// <summary>Round trips through the same loop before the timed ones; may be 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int WarmUpRoundTrips
    {
        get;
        init => field = AtLeast(0, value, nameof(WarmUpRoundTrips));
    }
    = 500;

    /// <summary>Timed round trips of the whole measurement.</summary>
    public long RoundTrips => checked((long)Repetitions * Batches * BatchRoundTrips);
}
