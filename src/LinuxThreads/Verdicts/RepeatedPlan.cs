namespace LinuxThreads.Verdicts;

/// <summary>How often a measurement is repeated, and what is done about disturbed repetitions; validated on construction.</summary>
/// <remarks>
/// A measurement is a number of repetitions; each starts its threads afresh, lets them warm up and then takes its samples.
/// Samples of one repetition share its placement, caches and luck, so only repetitions count as independent.
/// </remarks>
public abstract record RepeatedPlan
{
    private protected RepeatedPlan()
    {
    }

    /// <summary>Independent repetitions, each on fresh threads; at least 1. The interval of the median needs 6 for 95 %.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Repetitions
    {
        get;
        init => field = AtLeast(1, value, nameof(Repetitions));
    }
    = 9;

    /// <summary>How many contaminated repetitions may be run again; those given up are counted in a caveat. May be 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int ExtraRepetitions
    {
        get;
        init => field = AtLeast(0, value, nameof(ExtraRepetitions));
    }
    = 9;

    /// <summary>When to stop before all repetitions are done, though never before one is; <see langword="null"/> for never.</summary>
    /// <remarks>A measurement cut short says so in a caveat.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan? Budget
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(Budget));
            field = value;
        }
    }

    private protected static int AtLeast(int minimum, int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, minimum, name);
        return value;
    }
}
