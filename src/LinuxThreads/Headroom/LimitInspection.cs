namespace LinuxThreads.Headroom;

/// <summary>Every limit on the threads of one process, as it stood at one moment.</summary>
public sealed record LimitInspection
{
    /// <summary>The process.</summary>
    public required Pid Pid { get; init; }

    /// <summary>What one more thread costs.</summary>
    public required ThreadCost Cost { get; init; }

    /// <summary>The limits, always in the same order; one for each cgroup on the way to the root.</summary>
    public required IReadOnlyList<LimitCheck> Checks { get; init; }

    /// <summary>The limit that is hit first; <see langword="null"/> if none of the readable and enforced ones can be hit.</summary>
    public LimitCheck? Binding => Checks.Where(check => check.CanStopThreads).MinBy(check => check.ThreadsUntilHit);

    /// <summary>The limits that could not be read or whose distance is not known: any of them may be hit before <see cref="Binding"/>.</summary>
    public IReadOnlyList<LimitCheck> Unknown => [.. Checks.Where(check => check.IsDistanceUnknown)];

    /// <summary>The limits that stop fewer than <paramref name="threads"/> further threads, the tightest first.</summary>
    /// <param name="threads">The threads needed beyond those there are; positive.</param>
    public IReadOnlyList<LimitCheck> InTheWayOf(long threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        return [.. Checks.Where(check => check.CanStopThreads && check.ThreadsUntilHit < threads).OrderBy(check => check.ThreadsUntilHit)];
    }

    /// <summary>Which limits would answer, or have answered, a creation with this error number here and now.</summary>
    /// <param name="errno">What the creation gave; <see langword="null"/> if that is lost, as behind .NET's <see cref="OutOfMemoryException"/>.</param>
    public LimitExplanation Explain(Errno? errno)
    {
        var able = Checks.Where(check => check.CanStopThreads && (errno is null || check.Errno == errno)).OrderBy(check => check.ThreadsUntilHit).ToList();
        return new LimitExplanation
        {
            Errno = errno,
            Exhausted = [.. able.Where(check => check.IsExhausted)],
            Ahead = [.. able.Where(check => !check.IsExhausted)],
            Unknown = [.. Unknown.Where(check => check.Errno is { } answer && (errno is null || answer == errno))],
        };
    }
}
