using LinuxThreads.Verdicts;

namespace LinuxThreads.Calls;

/// <summary>Everything that decides what a measurement of one call does; validated on construction.</summary>
public sealed record CallPlan : BatchedPlan
{
    /// <summary>The call.</summary>
    /// <exception cref="ArgumentOutOfRangeException">None of the enum's.</exception>
    public required CallKind Kind
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Kind), value, "Not a kind of call.");
    }

    /// <summary>The CPU to run on; <see langword="null"/> for the first that this process may use.</summary>
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

    /// <summary>Calls in each batch; at least 1. The clock is read once a batch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int BatchCalls
    {
        get;
        init => field = AtLeast(1, value, nameof(BatchCalls));
    }
    = 5_000;

    /// <summary>Calls through the same loop before the timed ones; may be 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int WarmUpCalls
    {
        get;
        init => field = AtLeast(0, value, nameof(WarmUpCalls));
    }
    = 5_000;
}
