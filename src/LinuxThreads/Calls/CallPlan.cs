namespace LinuxThreads.Calls;

/// <summary>Everything that decides what a measurement of one call does; validated on construction.</summary>
public sealed record CallPlan
{
    private readonly CallKind _kind;
    private readonly int? _cpu;
    private readonly int _repetitions = 9;
    private readonly int _batches = 20;
    private readonly int _batchCalls = 5_000;
    private readonly int _warmUpCalls = 5_000;
    private readonly int _extraRepetitions = 9;
    private readonly TimeSpan? _budget;

    /// <summary>The call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">None of the enum's.</exception>
    public required CallKind Kind
    {
        get => _kind;
        init => _kind = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Kind), value, "Not a kind of call.");
    }

    /// <summary>The CPU to run on; <see langword="null"/> for the first that this process may use.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int? Cpu
    {
        get => _cpu;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(Cpu));
            _cpu = value;
        }
    }

    /// <summary>Independent repetitions, each on a fresh thread; at least 1. The interval of the median needs 6 for 95 %.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Repetitions { get => _repetitions; init => _repetitions = AtLeast(1, value, nameof(Repetitions)); }

    /// <summary>Timed batches in each repetition, one sample each; at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Batches { get => _batches; init => _batches = AtLeast(1, value, nameof(Batches)); }

    /// <summary>Calls in each batch; at least 1. The clock is read once a batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int BatchCalls { get => _batchCalls; init => _batchCalls = AtLeast(1, value, nameof(BatchCalls)); }

    /// <summary>Calls through the same loop before the timed ones; may be 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int WarmUpCalls { get => _warmUpCalls; init => _warmUpCalls = AtLeast(0, value, nameof(WarmUpCalls)); }

    /// <summary>How many contaminated repetitions may be run again; those given up are counted in a caveat. May be 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int ExtraRepetitions { get => _extraRepetitions; init => _extraRepetitions = AtLeast(0, value, nameof(ExtraRepetitions)); }

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
