using LinuxThreads.Verdicts;
using LinuxThreads.Workers;

namespace LinuxThreads.PingPong;

/// <summary>Everything that decides what a hand-over measurement does; validated on construction.</summary>
public sealed record PingPongPlan : BatchedPlan
{
    /// <summary>A plan with the defaults that suit a mechanism: tasks warm up long enough for the runtime to compile their loops for good.</summary>
    public static PingPongPlan Default(Mechanism mechanism, Placement placement) => new()
    {
        Mechanism = mechanism,
        Placement = placement,
        WarmUpRoundTrips = mechanism.Traits().Sides switch
        {
            MechanismSides.ManagedTasks => 200_000,
            // Each takes some ten times as long as one of tasks, and the loops themselves are compiled for good at once.
            MechanismSides.ManagedThreads => 20_000,
            MechanismSides.Goroutines => 20_000,
            _ => 500,
        },
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

    /// <summary>
    /// The .NET program that is started for each repetition of a managed mechanism: one that calls <see cref="LinuxThreads.Hosting.WorkerHost.Run"/>.
    /// With <see langword="null"/> these repetitions run in the caller's process. Not used for the other mechanisms.
    /// </summary>
    public WorkerCommand? Command { get; init; }

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
