using LinuxThreads.Calls;
using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Overhead;

/// <summary>Everything that decides what a measurement of overhead against work does; validated on construction.</summary>
public sealed record OverheadPlan : RepeatedPlan
{
    private const long Ns = 1;
    private const long Us = 1_000;

    /// <summary>A plan with seven rounds and the points of the whole curves: some twenty seconds on a quiet machine, 45 s at the most.</summary>
    public OverheadPlan()
    {
        Repetitions = 7;
        ExtraRepetitions = 7;
        Budget = TimeSpan.FromSeconds(45);
    }

    /// <summary>A plan of few points and short windows: some four seconds on a quiet machine, 6 s at the most.</summary>
    public static OverheadPlan Quick => new()
    {
        Repetitions = 6,
        ExtraRepetitions = 3,
        Budget = TimeSpan.FromSeconds(6),
        Window = TimeSpan.FromMilliseconds(20),
        // Beyond, its few switches are drowned by the machine's own.
        WorkTargets = Times(1 * Us, 10 * Us, 100 * Us),
        Sizes = ArraySizes.Few,
        LargestArray = ByteSize.FromKibibytes(8 * 1024),
    };

    /// <summary>The hand-over that is measured: <see cref="Mechanism.Futex"/> or <see cref="Mechanism.Pipe"/>, the two whose system calls one thread can make alone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Any other.</exception>
    public Mechanism Mechanism
    {
        get;
        init => field = value is Mechanism.Futex or Mechanism.Pipe
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Mechanism), value, "The control, one thread that makes the same system calls, exists for futex and pipe.");
    }
    = Mechanism.Futex;

    /// <summary>What the control calls: the system calls of a hand-over, made by one thread that nobody waits for.</summary>
    public CallKind ControlCall => Mechanism == Mechanism.Pipe ? CallKind.SelfPipe : CallKind.FutexBoth;

    /// <summary>The CPU that everything runs on; <see langword="null"/> for the first that this process may use.</summary>
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

    /// <summary>The work per switch to aim at, ascending; the point without work comes before them by itself. What the work really took is measured.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentException">Empty, not ascending, or not positive.</exception>
    public IReadOnlyList<Nanoseconds> WorkTargets
    {
        get;
        init => field = Ascending(value, static work => work.Value, nameof(WorkTargets));
    }
    = Times(100 * Ns, 300 * Ns, 1 * Us, 3 * Us, 10 * Us, 30 * Us, 100 * Us, 300 * Us, 1_000 * Us);

    /// <summary>Which sizes of the arrays to take from the CPU's caches; not used where <see cref="Arrays"/> gives them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">None of the enum's.</exception>
    public ArraySizes Sizes
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Sizes), value, "Not a choice of sizes.");
    }

    /// <summary>The sizes of the arrays, ascending, of 64 bytes and more; <see langword="null"/> for sizes from the CPU's caches. The point without an array comes by itself.</summary>
    /// <exception cref="ArgumentException">Empty, not ascending, or less than 64 bytes.</exception>
    public IReadOnlyList<ByteSize>? Arrays
    {
        get;
        init => field = value is null ? null
            : Ascending(value, static size => size.Bytes, nameof(Arrays)) is [{ Bytes: < 64 }, ..]
                ? throw new ArgumentException("An array has at least one cache line of 64 bytes.", nameof(Arrays))
                : value;
    }

    /// <summary>The largest array of each side; sizes from caches that are larger are left out and named. 64 MiB unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 64 bytes.</exception>
    public ByteSize LargestArray
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value.Bytes, 64, nameof(LargestArray));
            field = value;
        }
    }
    = ByteSize.FromKibibytes(64 * 1024);

    /// <summary>About how long each arm, a pair or its control, is timed in each round; 60 ms unless given. A batch has at least one operation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public TimeSpan Window
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero, nameof(Window));
            field = value;
        }
    }
    = TimeSpan.FromMilliseconds(60);

    /// <summary>Timed batches of each arm in each round, one sample each; at least 1. Arms with operations so long that the window holds fewer have fewer, but five.</summary>
    /// <remarks>Short batches keep another task's slice in few of them, so that the median of a round does not see it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int Batches
    {
        get;
        init => field = AtLeast(1, value, nameof(Batches));
    }
    = 20;

    private static Nanoseconds[] Times(params ReadOnlySpan<long> nanoseconds)
    {
        var times = new Nanoseconds[nanoseconds.Length];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = new Nanoseconds(nanoseconds[i]);
        }

        return times;
    }

    private static IReadOnlyList<T> Ascending<T>(IReadOnlyList<T> values, Func<T, long> number, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        var last = 0L;
        foreach (var value in values)
        {
            if (number(value) <= last)
            {
                throw new ArgumentException($"{value} is not above {last}: the values are to be positive and ascending.", name);
            }

            last = number(value);
        }

        return values.Count > 0 ? [.. values] : throw new ArgumentException("There is no value.", name);
    }
}
