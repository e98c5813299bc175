namespace LinuxThreads.Footprint;

/// <summary>Everything that decides what a measurement of memory per thread does; validated on construction.</summary>
public sealed record FootprintPlan
{
    private readonly ByteSize? _stackSize;
    private readonly ByteSize _touchBytes;
    private readonly IReadOnlyList<int> _threadCounts = [250, 500, 750, 1000];

    /// <summary>What is parked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">None of the enum's.</exception>
    public FootprintKind Kind
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Kind), value, "Not a kind.");
    }

    /// <summary>The stack size of each thread; <see langword="null"/> for the C library's default, which follows <c>ulimit -s</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public ByteSize? StackSize
    {
        get => _stackSize;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value?.Bytes ?? 1, nameof(StackSize));
            _stackSize = value;
        }
    }

    /// <summary>How much of its stack each thread writes to before it parks; 0 leaves it at what starting a thread takes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public ByteSize TouchBytes
    {
        get => _touchBytes;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value.Bytes, nameof(TouchBytes));
            _touchBytes = value;
        }
    }

    /// <summary>The numbers of parked threads at which memory is read: at least four, ascending, the first positive.</summary>
    /// <exception cref="ArgumentException">Fewer than four, or not ascending from at least 1.</exception>
    public IReadOnlyList<int> ThreadCounts
    {
        get => _threadCounts;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(ThreadCounts));
            if (value.Count < 4 || value[0] < 1 || value.Zip(value.Skip(1)).Any(pair => pair.First >= pair.Second))
            {
                throw new ArgumentException(
                    $"A slope needs at least four ascending thread counts, from 1 up; these are {string.Join(", ", value)}.", nameof(ThreadCounts));
            }

            _threadCounts = [.. value];
        }
    }
}
