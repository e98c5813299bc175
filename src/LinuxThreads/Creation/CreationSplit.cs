using LinuxThreads.Statistics;

namespace LinuxThreads.Creation;

/// <summary>What <c>pthread_create</c> on a new stack consists of, until it returns; all in nanoseconds.</summary>
/// <remarks>
/// Raw are the medians of the steps and of <c>pthread_create</c>, taken round by round in turn. Each was taken with one clock read; the parts
/// and the whole here are the medians less <see cref="ClockReadNs"/>. <see cref="RestNs"/> is what the parts leave of the whole, so that they
/// add up, and may be negative. Medians of parts need not add up to the median of a whole, and the two were different threads: the rest's
/// interval says how well it is known.
/// </remarks>
public sealed record CreationSplit
{
    private CreationSplit()
    {
    }

    /// <summary><c>pthread_create</c>, until it returned; its median less a clock read.</summary>
    public required double PthreadCreateNs { get; init; }

    /// <summary><c>mmap</c> of the stack.</summary>
    public required double StackMappingNs { get; init; }

    /// <summary><c>mprotect</c> of all but the guard.</summary>
    public required double GuardNs { get; init; }

    /// <summary><c>clone</c>, until it returned to the creator.</summary>
    public required double CloneNs { get; init; }

    /// <summary>The rest: the first write to the stack (<see cref="FirstTouchNs"/>), and the C library's own work.</summary>
    public double RestNs => PthreadCreateNs - StackMappingNs - GuardNs - CloneNs;

    /// <summary>The interval of the rest over the rounds, or <see langword="null"/> after a single one.</summary>
    public required MedianInterval? RestInterval { get; init; }

    /// <summary>Of the rest, the page fault at the first write to the new stack, as the steps had it.</summary>
    public required double FirstTouchNs { get; init; }

    /// <summary>What one read of the clock costs, which is taken off each median.</summary>
    public required double ClockReadNs { get; init; }

    /// <summary>The split of some rounds.</summary>
    /// <param name="rounds">In each: the times of the steps, by <see cref="CreationStep"/>, and of <c>pthread_create</c>.</param>
    /// <param name="clockReadNs">The cost of a clock read, nanoseconds.</param>
    internal static CreationSplit Of(IReadOnlyList<(long[][] Steps, long[] PthreadCreate)> rounds, double clockReadNs)
    {
        double[] Medians(CreationStep step) => [.. rounds.Select(round => CreationTime.Median(round.Steps[(int)step]) - clockReadNs)];
        double[] map = Medians(CreationStep.Map), guard = Medians(CreationStep.Guard), clone = Medians(CreationStep.Clone);
        double[] create = [.. rounds.Select(round => CreationTime.Median(round.PthreadCreate) - clockReadNs)];
        return new CreationSplit
        {
            PthreadCreateNs = Summary.Of(create).Median,
            StackMappingNs = Summary.Of(map).Median,
            GuardNs = Summary.Of(guard).Median,
            CloneNs = Summary.Of(clone).Median,
            RestInterval = MedianInterval.Of([.. create.Select((whole, round) => whole - map[round] - guard[round] - clone[round])]),
            FirstTouchNs = Summary.Of(Medians(CreationStep.Touch)).Median,
            ClockReadNs = clockReadNs,
        };
    }
}
