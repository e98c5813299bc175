using LinuxThreads.Loops;

namespace LinuxThreads.Calls;

/// <summary>Everything that decides what a measurement of one call does; validated on construction.</summary>
public sealed record CallPlan : LoopPlan
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

    /// <summary>The timeout of <see cref="CallKind.TimedWait"/>, 50 µs unless given; not used for the other calls.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public Nanoseconds Timeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value.Value, 1, nameof(Timeout));
            field = value;
        }
    }
    = new(50_000);

    /// <summary>The timer slack of the measured thread, by how much the kernel may be late; <see langword="null"/> for what it inherits (50 µs by default).</summary>
    /// <remarks>Source: <c>prctl(PR_SET_TIMERSLACK)</c>. The kernel ignores it under real-time policies.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to <see cref="uint.MaxValue"/> nanoseconds.</exception>
    public Nanoseconds? TimerSlack
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value?.Value ?? 1, 1, nameof(TimerSlack));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value?.Value ?? 1, uint.MaxValue, nameof(TimerSlack));
            field = value;
        }
    }

    /// <summary>Calls of one repetition, the warm-up included.</summary>
    internal long CallsEach => checked(((long)Batches * BatchCalls) + WarmUpCalls);
}
