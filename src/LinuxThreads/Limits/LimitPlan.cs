using LinuxThreads.Headroom;

namespace LinuxThreads.Limits;

/// <summary>Whose limits are asked for, and for what kind of thread.</summary>
public sealed record LimitPlan
{
    private readonly ByteSize? _stackSize;

    /// <summary>The process; <see langword="null"/> is this one.</summary>
    public Pid? Pid { get; init; }

    /// <summary>The kind of thread to be started.</summary>
    public ThreadKind Kind { get; init; } = ThreadKind.DotnetThread;

    /// <summary>The stack to be asked for; <see langword="null"/> is the default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public ByteSize? StackSize
    {
        get => _stackSize;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value?.Bytes ?? 1, nameof(StackSize));
            _stackSize = value;
        }
    }

    /// <summary>What one thread costs, if that was measured before; <see langword="null"/> measures it now.</summary>
    public ThreadCost? Cost { get; init; }
}
