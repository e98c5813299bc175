using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Stacks;

/// <summary>What deep calls leave resident after they returned, and what trimming gives back.</summary>
public sealed record StackRetentionResult
{
    private static readonly ByteSize Rest = ByteSize.FromKibibytes(32);

    /// <summary>What was asked for.</summary>
    public required StackRetentionPlan Plan { get; init; }

    /// <summary>One entry per thread, in the order of creation.</summary>
    public required IReadOnlyList<RetentionSample> Samples { get; init; }

    /// <summary>Resident bytes of the stack of a thread that made no deep call, in bytes.</summary>
    public Summary ShallowBytes => Of(static sample => sample.Shallow);

    /// <summary>Resident bytes of a stack after the deep call returned, in bytes.</summary>
    public Summary ReturnedBytes => Of(static sample => sample.Returned);

    /// <summary>Resident bytes of the same stack after trimming, in bytes.</summary>
    public Summary TrimmedBytes => Of(static sample => sample.Trimmed);

    /// <summary><c>valid</c> if the kernel's counts support it, else <c>wrong-count</c>.</summary>
    /// <remarks>
    /// Each deep stack must hold the depth and at most 32 KiB more (the thread's own block and first frames, and what the C library
    /// leaves of a stack that it uses again), a shallow one no more than that, and the trim must have taken off exactly what it counted as freed.
    /// </remarks>
    public Verdict Verdict => Samples.All(Supports) ? Verdict.Valid : Verdict.WrongCount;

    private bool Supports(RetentionSample sample) =>
        sample.Returned >= Plan.Depth && sample.Returned - Plan.Depth <= Rest && sample.Shallow <= Rest
        && sample.Returned - sample.Trimmed == sample.Freed;

    private Summary Of(Func<RetentionSample, ByteSize> figure) =>
        Summary.Of([.. Samples.Select(sample => (double)figure(sample).Bytes)]);
}
