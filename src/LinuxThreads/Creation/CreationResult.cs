using System.Globalization;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>What creating costs, with the kernel's counters over the same window.</summary>
public sealed record CreationResult
{
    // A new stack is one fault of its creator's, a kept one none. Between the two nothing is claimed.
    private const double MostWhenWarm = 0.1;
    private const double LeastWhenCold = 0.9;

    private readonly IReadOnlyList<CreationRepetition> _repetitions;

    internal CreationResult(
        CreationPlan plan, ByteSize? stackSize, IReadOnlyList<int> cpus, RepeatedRun run, double clockReadNs, IEnumerable<Caveat> caveats)
    {
        _repetitions = [.. run.Kept.Cast<CreationRepetition>()];
        Plan = plan;
        StackSize = stackSize;
        Cpus = cpus;
        Creations = run.Operations;
        Returned = CreationTime.Of(_repetitions.Select(repetition => repetition.ReturnedNs));
        FirstInstruction = CreationTime.Of(_repetitions.Select(repetition => repetition.FirstInstructionNs));
        Joined = CreationTime.Of(_repetitions.Select(repetition => repetition.JoinedNs));
        if (_repetitions[0].StepsNs is not null)
        {
            Steps = [.. Enum.GetValues<CreationStep>().Select(step => new CreationStepTime(
                step, CreationTime.Of(_repetitions.Select(repetition => repetition.StepsNs![(int)step]))))];
            PthreadCreate = CreationTime.Of(_repetitions.Select(repetition => repetition.PthreadCreateNs!));
            Split = CreationSplit.Of([.. _repetitions.Select(repetition => (repetition.StepsNs!, repetition.PthreadCreateNs!))], clockReadNs);
        }

        Evidence = run.Evidence;
        NominalCreations = run.Count.Nominal;
        CountedCreations = run.Count.Counted;
        MinorFaults = Sum(repetition => repetition.MinorFaults);
        NewStacksPerCreation = Sum(repetition => repetition.CreatorFaults) / (double?)_repetitions.Sum(repetition => repetition.CreatorFaultsOf);

        var cache = CacheCaveat(plan.Cache, NewStacksPerCreation);
        Verdict = cache is not null && run.Verdict == Verdict.Valid ? Verdict.WrongCount : run.Verdict;
        Caveats =
        [
            .. run.Caveats,
            .. run.Count.IsTooHigh(run.Operations) ? [Others(run.Count)] : Array.Empty<Caveat>(),
            .. cache is null ? Array.Empty<Caveat>() : [cache],
            .. caveats,
        ];
    }

    /// <summary>What was measured.</summary>
    public CreationPlan Plan { get; }

    /// <summary>The stack that each thread had; <see langword="null"/> for tasks, and for a .NET thread that asked for none.</summary>
    public ByteSize? StackSize { get; }

    /// <summary>The CPU that creators and created ran on; empty if the scheduler was free to choose.</summary>
    public IReadOnlyList<int> Cpus { get; }

    /// <summary>The creations timed.</summary>
    public long Creations { get; }

    /// <summary>Until the creator's call returned.</summary>
    public CreationTime Returned { get; }

    /// <summary>Until the first instruction of what was created.</summary>
    public CreationTime FirstInstruction { get; }

    /// <summary>Until the creator knew that it had ended, after waiting for it from the call's return on.</summary>
    public CreationTime Joined { get; }

    /// <summary>The steps of a creation, in their order; <see langword="null"/> but for <see cref="CreationKind.PthreadSteps"/>.</summary>
    public IReadOnlyList<CreationStepTime>? Steps { get; }

    /// <summary>With the steps: <c>pthread_create</c> without cached stacks, until it returned, round by round beside them.</summary>
    public CreationTime? PthreadCreate { get; }

    /// <summary>What <see cref="PthreadCreate"/> consists of.</summary>
    public CreationSplit? Split { get; }

    /// <summary>The kernel's counters; those of native threads are the worker process's.</summary>
    public Evidence Evidence { get; }

    /// <summary>The threads created by the plan in the windows of the evidence, creators and warm-up included where they fall into them; 0 for tasks.</summary>
    public long NominalCreations { get; }

    /// <summary>The tasks that the kernel created meanwhile, everybody's; <see langword="null"/> if it did not say.</summary>
    /// <remarks>Source: <c>/proc/stat</c>, <c>processes</c>.</remarks>
    public long? CountedCreations { get; }

    /// <summary>Page faults without input or output in the windows of the evidence, or <see langword="null"/> if unknown.</summary>
    /// <remarks>Source: <c>getrusage(RUSAGE_SELF)</c>, <c>ru_minflt</c>.</remarks>
    public long? MinorFaults { get; }

    /// <summary>
    /// The creators' own page faults divided by the creations: 0 where stacks came from the C library's cache, 1 where each was new, since the
    /// creator writes the thread's descriptor to it. <see langword="null"/> in this process, whose own faults are among those counted.
    /// </summary>
    public double? NewStacksPerCreation { get; }

    /// <summary>What the evidence says of the figures.</summary>
    public Verdict Verdict { get; }

    /// <summary>What a reader must know beside the figures.</summary>
    public IReadOnlyList<Caveat> Caveats { get; }

    /// <summary>Every time taken of one repetition until the creator's call returned, in nanoseconds and in the order taken.</summary>
    public IReadOnlyList<IReadOnlyList<long>> ReturnedNs => [.. _repetitions.Select(repetition => repetition.ReturnedNs)];

    /// <summary>Likewise until the first instruction.</summary>
    public IReadOnlyList<IReadOnlyList<long>> FirstInstructionNs => [.. _repetitions.Select(repetition => repetition.FirstInstructionNs)];

    /// <summary>Likewise until the creator knew that it had ended.</summary>
    public IReadOnlyList<IReadOnlyList<long>> JoinedNs => [.. _repetitions.Select(repetition => repetition.JoinedNs)];

    /// <summary>What to say if the kernel's faults refute what was asked for; null if they don't, or don't tell.</summary>
    internal static Caveat? CacheCaveat(StackCache? asked, double? newStacks) => (asked, newStacks) switch
    {
        (StackCache.Warm, > MostWhenWarm) => new Caveat(
            CaveatKind.StackCache,
            string.Create(CultureInfo.InvariantCulture, $"Kept stacks were asked for, and the creators had {newStacks:0.00} page faults on new stacks a creation: the C library keeps none of this size (glibc up to 40 MiB in all, musl none)."),
            new CaveatFigure("new_stacks_per_creation", newStacks.Value)),
        (StackCache.Cold, < LeastWhenCold) => new Caveat(
            CaveatKind.StackCache,
            string.Create(CultureInfo.InvariantCulture, $"New stacks were asked for, and the creators had {newStacks:0.00} page faults on them a creation: the C library reused stacks (glibc before 2.34 knows no glibc.pthread.stack_cache_size)."),
            new CaveatFigure("new_stacks_per_creation", newStacks.Value)),
        _ => null,
    };

    private static Caveat Others(KernelCount count) => new(
        CaveatKind.WholeMachineCounter,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The kernel counted {count.Counted} new tasks where {count.Nominal} are the plan's; it counts those of the whole machine, so other programs' may be among them."),
        new CaveatFigure("counted_creations", count.Counted!.Value),
        new CaveatFigure("nominal_creations", count.Nominal));

    private long? Sum(Func<CreationRepetition, long?> part) =>
        _repetitions.All(repetition => part(repetition) is not null) ? _repetitions.Sum(part) : null;
}
