using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>Everything that decides what a measurement of creation does; validated on construction.</summary>
public sealed record CreationPlan : RepeatedPlan
{
    private const int MostCreators = 1_024;
    private const int MostCreations = 1_000_000;

    /// <summary>A plan with the defaults that suit a kind: tasks are short, and warm up until the runtime has compiled their loops for good.</summary>
    public static CreationPlan Default(CreationKind kind) => new()
    {
        Kind = kind,
        Count = kind.CreatesThreads() ? 1_000 : 50_000,
        WarmUp = kind.IsNative() ? 20 : kind == CreationKind.DotnetThread ? 100 : 50_000,
        Cache = kind switch
        {
            CreationKind.Pthread or CreationKind.DotnetThread => StackCache.Warm,
            CreationKind.PthreadSteps => StackCache.Cold,
            _ => null,
        },
    };

    /// <summary>What is created.</summary>
    /// <exception cref="ArgumentOutOfRangeException">None of the enum's.</exception>
    public required CreationKind Kind
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Kind), value, "Not a kind of creation.");
    }

    /// <summary>The stack of each thread, without its guard; <see langword="null"/> for what a thread gets that asks for none, and for tasks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero, negative, or more than 2 GiB.</exception>
    public ByteSize? StackSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value?.Bytes ?? 1, nameof(StackSize));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value?.Bytes ?? 1, int.MaxValue, nameof(StackSize));
            field = value;
        }
    }

    /// <summary>How many create at once; 1 to 1,024. Each of them waits for what it created before it creates again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public int Creators
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MostCreators, nameof(Creators));
            field = AtLeast(1, value, nameof(Creators));
        }
    }
    = 1;

    /// <summary>Where native stacks come from; <see langword="null"/> for tasks, which need none.</summary>
    /// <remarks><see cref="CreationKind.PthreadSteps"/> is always cold, a .NET thread always warm: its process is this one.</remarks>
    public StackCache? Cache { get; init; }

    /// <summary>Creations by each creator in one repetition; 1 to 1,000,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public int Count
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MostCreations, nameof(Count));
            field = AtLeast(1, value, nameof(Count));
        }
    }
    = 1_000;

    /// <summary>Creations by each creator through the same loop before the timed ones; may be 0, and then the first stack is never a kept one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int WarmUp
    {
        get;
        init => field = AtLeast(0, value, nameof(WarmUp));
    }
    = 20;

    /// <summary>The CPU that creators and created run on; <see langword="null"/> for the first that this process may use.</summary>
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

    /// <summary>True to leave all threads wherever the scheduler puts them; then <see cref="Cpu"/> is not looked at.</summary>
    public bool Unpinned { get; init; }

    /// <summary>Why such a plan can't be carried out, or <see langword="null"/>: knobs that contradict each other.</summary>
    internal string? Contradiction() => Kind switch
    {
        CreationKind.Pthread when Cache is null => "a native thread's stack is warm or cold; say which.",
        CreationKind.PthreadSteps when Cache != StackCache.Cold => "the steps are those of a new stack: cold.",
        CreationKind.PthreadSteps when Creators > 1 => "the steps are taken by one creator.",
        CreationKind.DotnetThread when Cache != StackCache.Warm => "a .NET thread's stack comes from this process's C library: warm.",
        CreationKind.TaskRun or CreationKind.PoolQueue when Cache is not null => "tasks have no stacks of their own.",
        CreationKind.TaskRun or CreationKind.PoolQueue when StackSize is not null => "tasks have no stacks of their own.",
        _ => (long)Creators * Count > MostCreations ? $"creators × count is at most {MostCreations:#,0} in a repetition." : null,
    };
}
