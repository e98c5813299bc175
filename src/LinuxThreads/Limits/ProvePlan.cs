using LinuxThreads.Headroom;
using LinuxThreads.Workers;

namespace LinuxThreads.Limits;

/// <summary>What a proof makes, and where it stops before any limit does.</summary>
public sealed record ProvePlan
{
    private readonly ByteSize? _stackSize;
    private readonly long _max = 100_000;
    private readonly ByteSize _floor = new(512L << 20);
    private readonly TimeSpan _timeout = TimeSpan.FromMinutes(1);

    /// <summary>The kind of thread to make.</summary>
    public ThreadKind Kind { get; init; } = ThreadKind.Pthread;

    /// <summary>The stack to ask for; <see langword="null"/> is the default.</summary>
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

    /// <summary>The most threads to make; positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive.</exception>
    public long Max
    {
        get => _max;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Max));
            _max = value;
        }
    }

    /// <summary>Stop when less than this is available on the machine (<c>MemAvailable</c>); may be 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public ByteSize Floor
    {
        get => _floor;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value.Bytes, nameof(Floor));
            _floor = value;
        }
    }

    /// <summary>How long the proof may take; positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan Timeout
    {
        get => _timeout;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(Timeout));
            _timeout = value;
        }
    }

    /// <summary>The program to make the threads in; <see langword="null"/> is the library's own, which makes pthreads.</summary>
    public WorkerCommand? Command { get; init; }

    /// <summary>Called with the child before it has made any thread: how the tests put it under a limit.</summary>
    internal Action<Pid>? Prepare { get; init; }
}
