namespace LinuxThreads.PingPong;

/// <summary>Everything that decides what a hand-over measurement does; validated on construction.</summary>
/// <remarks>
/// A measurement is a number of repetitions; each starts two sides afresh, lets them warm up and then times its batches.
/// Batches of one repetition share its placement, caches and luck, so only repetitions count as independent.
/// </remarks>
public sealed record PingPongPlan
{
    private readonly int _repetitions = 9;
    private readonly int _batches = 20;
    private readonly int _batchRoundTrips = 500;
    private readonly int _warmUpRoundTrips = 500;
    private readonly int _extraRepetitions = 9;
    private readonly TimeSpan? _budget;

    /// <summary>A plan with the defaults that suit a mechanism: tasks warm up long enough for the runtime to compile their loops for good.</summary>
    public static PingPongPlan Default(Mechanism mechanism, Placement placement) => new()
    {
        Mechanism = mechanism,
        Placement = placement,
        WarmUpRoundTrips = mechanism.IsManaged() ? 200_000 : 500,
    };

    /// <summary>The mechanism that is handed over by.</summary>
    public required Mechanism Mechanism { get; init; }

    /// <summary>Where the two sides run.</summary>
    public required Placement Placement { get; init; }

    /// <summary>Independent repetitions, each with two fresh sides; at least 1. The interval of the median needs 6 for 95 %.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Repetitions { get => _repetitions; init => _repetitions = AtLeast(1, value, nameof(Repetitions)); }

    /// <summary>Timed batches in each repetition, one sample each; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Batches { get => _batches; init => _batches = AtLeast(1, value, nameof(Batches)); }

    /// <summary>Round trips in each batch; at least 1. The clock is read once a batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int BatchRoundTrips { get => _batchRoundTrips; init => _batchRoundTrips = AtLeast(1, value, nameof(BatchRoundTrips)); }

    /// <summary>Round trips through the same loop before the timed ones; may be 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int WarmUpRoundTrips { get => _warmUpRoundTrips; init => _warmUpRoundTrips = AtLeast(0, value, nameof(WarmUpRoundTrips)); }

    /// <summary>How many contaminated repetitions may be run again; those given up are counted in a caveat. May be 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int ExtraRepetitions { get => _extraRepetitions; init => _extraRepetitions = AtLeast(0, value, nameof(ExtraRepetitions)); }

    /// <summary>Timed round trips of the whole measurement.</summary>
    public long RoundTrips => checked((long)Repetitions * Batches * BatchRoundTrips);

    /// <summary>When to stop before all repetitions are done, though never before one is; <see langword="null"/> for never.</summary>
    /// <remarks>A measurement cut short says so in a caveat.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan? Budget
    {
        get => _budget;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(Budget));
            _budget = value;
        }
    }

    private static int AtLeast(int minimum, int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, minimum, name);
        return value;
    }
}
