using LinuxThreads.Workers;

namespace LinuxThreads.Footprint;

/// <summary>Everything that decides what a measurement of memory per thread does; validated on construction.</summary>
public sealed record FootprintPlan
{
    /// <summary>The stack of a carved thread and of a user-level context, for neither of which the C library has a default.</summary>
    private static readonly ByteSize SmallStack = ByteSize.FromKibibytes(64);

    private readonly ByteSize? _stackSize;
    private readonly ByteSize _touchBytes;
    private readonly IReadOnlyList<int>? _threadCounts;

    /// <summary>What is parked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">None of the enum's.</exception>
    public FootprintKind Kind
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Kind), value, "Not a kind.");
    }

    /// <summary>The stack size of each; <see langword="null"/> for the C library's default, which follows <c>ulimit -s</c>, and for what has no stack. Carved and user-level stacks have 64 KiB by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public ByteSize? StackSize
    {
        get => _stackSize ?? (Kind is FootprintKind.PthreadCarved or FootprintKind.UserStack ? SmallStack : null);
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value?.Bytes ?? 1, nameof(StackSize));
            _stackSize = value;
        }
    }

    /// <summary>How much of its stack each writes to before it parks; 0 leaves it at what starting it takes.</summary>
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

    /// <summary>The numbers of parked units at which memory is read: at least four, ascending, the first positive; by default <see cref="DefaultCounts"/> of the kind.</summary>
    /// <remarks>Of threads, some more are parked before the first reading: <see cref="FootprintResult.Ballast"/>.</remarks>
    /// <exception cref="ArgumentException">Fewer than four, or not ascending from at least 1.</exception>
    public IReadOnlyList<int> ThreadCounts
    {
        get => _threadCounts ?? DefaultCounts(Kind);
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

    /// <summary>How often a ledger is taken at most until one is not contaminated, each time in a fresh child; the last one stands, and says how many there were.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public int MostAttempts
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(MostAttempts));
            field = value;
        }
    } = 1;

    /// <summary>The .NET program that parks what only .NET has: one that calls <see cref="LinuxThreads.Hosting.WorkerHost.Run"/>. Not used for the other kinds.</summary>
    public WorkerCommand? Command { get; init; }

    /// <summary>Numbers large enough for the ledger to close within 3 % on a quiet machine, in about a second.</summary>
    public static IReadOnlyList<int> DefaultCounts(FootprintKind kind) => kind switch
    {
        FootprintKind.AsyncMethod => [100_000, 200_000, 300_000, 400_000],
        // The pool's queue is a chain of rings from 32 slots on, each twice the one before: here all of them are just full.
        FootprintKind.PoolWorkItem => [65_504, 131_040, 262_112, 524_256],
        _ => [1000, 2000, 3000, 4000],
    };

    /// <summary>Smaller numbers, for figures of the right size in half the time; the ledger may miss its closure by some per cent.</summary>
    public static IReadOnlyList<int> QuickCounts(FootprintKind kind) => kind switch
    {
        FootprintKind.AsyncMethod => [50_000, 100_000, 150_000, 200_000],
        FootprintKind.PoolWorkItem => [32_736, 65_504, 131_040, 262_112],
        _ => [250, 500, 750, 1000],
    };
}
