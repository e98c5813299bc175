namespace LinuxThreads.Scale;

/// <summary>How many threads to have alive together, and what to do with them; validated on construction.</summary>
public sealed record ScalePlan
{
    // So many hand-overs are timed in all, if the laps are not given: about two seconds.
    private const int HandOvers = 500_000;
    private const int RandomHandOvers = 200_000;
    private const int FewestLaps = 5;
    private const int MostLaps = 1_000;

    /// <summary>Threads to create; at least 2, at most 4,000,000 (<c>kernel.pid_max</c> is at most 4,194,304).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Too few or too many.</exception>
    public required int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2, nameof(Threads));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 4_000_000, nameof(Threads));
            field = value;
        }
    }

    /// <summary>The stack of each thread; <see langword="null"/> is the C library's default, or 16 KiB for carved ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public ByteSize? StackSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value?.Bytes ?? 1, nameof(StackSize));
            field = value;
        }
    }

    /// <summary>True for stacks side by side in one area, without guards: one mapping for all threads instead of two for each.</summary>
    public bool Carved { get; init; }

    /// <summary>Stop when less than this is available on the machine; <see langword="null"/> is 512 MiB or 5 % of all memory, whichever is more. May be 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public ByteSize? MemoryFloor
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value?.Bytes ?? 0, nameof(MemoryFloor));
            field = value;
        }
    }

    /// <summary>True to raise <c>kernel.pid_max</c>, <c>kernel.threads-max</c> and <c>vm.max_map_count</c> where they are in the way, and to put them back.</summary>
    public bool RaiseLimits { get; init; }

    /// <summary>Laps of the token to time in each order; 0 to create and join only; <see langword="null"/> for about half a million hand-overs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than 1,000,000.</exception>
    public int? Laps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(Laps));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value ?? 0, 1_000_000, nameof(Laps));
            field = value;
        }
    }

    /// <summary>Up to so many threads the token also goes in random orders; may be 0.</summary>
    /// <remarks>Each hand-over in a new order costs a walk through a share of all sleepers, so a lap takes the square of the threads.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int RandomOrderUpTo
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(RandomOrderUpTo));
            field = value;
        }
    }
    = 20_000;

    /// <summary>The CPU that all threads are moved to before the token goes round; <see langword="null"/> for the first this process may use.</summary>
    /// <remarks>They are created without it, free to run anywhere.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int? Cpu
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(Cpu));
            field = value;
        }
    }

    /// <summary>What the random orders are drawn from.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How long everything may take, the end of the threads left out; positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan Timeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(Timeout));
            field = value;
        }
    }
    = TimeSpan.FromMinutes(10);

    /// <summary>The stack size asked of the C library; <see langword="null"/> for its default.</summary>
    public ByteSize? EffectiveStackSize => StackSize ?? (Carved ? ByteSize.FromKibibytes(16) : null);

    /// <summary>Called with the child before it has made any thread: how the tests put it under a limit.</summary>
    internal Action<Pid>? Prepare { get; init; }

    /// <summary>False to run into what is in the way instead of being refused.</summary>
    internal bool Predict { get; init; } = true;

    internal int ParkingLaps => Laps ?? Math.Clamp(HandOvers / Threads, FewestLaps, MostLaps);

    internal int RandomLaps => Threads > RandomOrderUpTo ? 0 : Laps ?? Math.Clamp(RandomHandOvers / Threads, FewestLaps, MostLaps);
}
