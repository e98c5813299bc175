using LinuxThreads.Loops;
using LinuxThreads.Workers;

namespace LinuxThreads.PingPong;

/// <summary>Everything that decides what a hand-over measurement does; validated on construction.</summary>
public sealed record PingPongPlan : LoopPlan
{
    /// <summary>A plan with the defaults that suit a mechanism: tasks warm up long enough for the runtime to compile their loops for good.</summary>
    public static PingPongPlan Default(Mechanism mechanism, Placement placement) => new()
    {
        Mechanism = mechanism,
        Placement = placement,
        WarmUpRoundTrips = mechanism.Traits().Sides switch
        {
            MechanismSides.ManagedTasks => 200_000,
            // Each takes up to a hundred times as long as one of tasks, and the loops themselves are compiled for good at once.
            MechanismSides.ManagedThreads => 2_000,
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

    /// <summary>True if the second side is a thread of another process: what is shared between the two is then shared between processes.</summary>
    public bool Processes { get; init; }

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

    /// <summary>Why the parts of this plan do not go together, or <see langword="null"/> if they do.</summary>
    internal string? Contradiction(int[] cpus)
    {
        var name = Mechanism.JsonName();
        var traits = Mechanism.Traits();
        if (Processes && traits.Sides != MechanismSides.NativeThreads)
        {
            return $"{name} has both sides in one process by its nature.";
        }

        if (traits.Sides == MechanismSides.NativeContexts && cpus is [var a, var b] && a != b)
        {
            return $"{name} runs both sides on one thread, so on one CPU.";
        }

        if (traits.Sides == MechanismSides.Goroutines && GoroutineRunner.Contradiction(cpus) is { } contradiction)
        {
            return contradiction;
        }

        if (Mechanism == Mechanism.Spin && cpus is [var one, var other] && one == other)
        {
            return "two that spin on one CPU hand over only when the scheduler takes one of them away: that is a time slice, not a hand-over.";
        }

        return HasSurroundings && !Mechanism.IsNative() ? $"policies, load and work are for native threads; {name} has none." : null;
    }

    /// <summary>Round trips of one repetition, the warm-up included.</summary>
    internal long RoundTripsEach => checked(((long)Batches * BatchRoundTrips) + WarmUpRoundTrips);

    /// <summary>Timed round trips of the whole measurement.</summary>
    public long RoundTrips => checked((long)Repetitions * Batches * BatchRoundTrips);
}
