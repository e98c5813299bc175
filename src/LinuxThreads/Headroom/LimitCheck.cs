namespace LinuxThreads.Headroom;

/// <summary>One limit on the threads of a process: where it stands, how much of it is used, and how many threads it still allows.</summary>
/// <remarks>A limit that cannot be read is <see cref="Readable"/> false and has no number of threads; it is never taken for "unlimited".</remarks>
public sealed record LimitCheck
{
    /// <summary>Which limit.</summary>
    public required LimitName Name { get; init; }

    /// <summary>What shares the limit, for instance <c>process 42</c>, <c>user 1000</c>, <c>cgroup /a/b</c>, <c>system</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The file or call that the limit was read from.</summary>
    public required string Path { get; init; }

    /// <summary>The unit of <see cref="Limit"/>, <see cref="Current"/> and <see cref="PerThread"/>: <c>tasks</c>, <c>mappings</c> or <c>bytes</c>; <see langword="null"/> if the limit is no number.</summary>
    public string? Unit { get; init; }

    /// <summary>The limit; <see langword="null"/> if it is not known or not a number.</summary>
    public RlimitValue? Limit { get; init; }

    /// <summary>How much of it is used now; <see langword="null"/> if not known.</summary>
    public long? Current { get; init; }

    /// <summary>How much of it one more thread takes; <see langword="null"/> if not known.</summary>
    public double? PerThread { get; init; }

    /// <summary>How many more threads can start before one is refused by this limit; <see langword="null"/> if that is not known, or if the limit stops none.</summary>
    public long? ThreadsUntilHit { get; init; }

    /// <summary>What <c>pthread_create</c> answers when this limit is hit; <see langword="null"/> if the OOM killer answers instead.</summary>
    /// <remarks>The C library turns the kernel's <c>ENOMEM</c> into <c>EAGAIN</c>; a .NET <c>Thread</c> turns both into <see cref="OutOfMemoryException"/>.</remarks>
    public Errno? Errno { get; init; }

    /// <summary>True if the kernel applies the limit to this process, false if not; <see langword="null"/> if that cannot be told.</summary>
    public bool? Enforced { get; init; }

    /// <summary>What must be known to read the figures right: why the limit is not readable or not enforced, what <see cref="Current"/> leaves out, refusals already counted; <see langword="null"/> if nothing.</summary>
    public string? Why { get; init; }

    /// <summary>True if the limit and its use could be read.</summary>
    public bool Readable { get; init; } = true;

    /// <summary>How to raise the limit; <see langword="null"/> where it cannot be raised.</summary>
    public string? HowToRaise { get; init; }

    /// <summary>True if this limit can stop a thread, as far as is known: it is readable, may be enforced, and has a number of threads.</summary>
    public bool CanStopThreads => Readable && Enforced != false && ThreadsUntilHit is not null;

    /// <summary>True if this limit leaves room for no further thread.</summary>
    public bool IsExhausted => CanStopThreads && ThreadsUntilHit == 0;

    /// <summary>True if nobody can tell from here how many threads this limit allows: it is not readable, or the cost of a thread is not known.</summary>
    public bool IsDistanceUnknown => Enforced != false
        && (!Readable || (Unit is not null && PerThread is null && ThreadsUntilHit is null && Limit is { IsUnlimited: false }));

    /// <summary>The limit in words, for instance <c>pids.max of cgroup /a: 100 of 100 tasks</c>.</summary>
    public override string ToString()
    {
        var text = $"{Name.JsonName()} of {Scope}";
        return Limit is { IsUnlimited: false } limit && Current is { } current ? $"{text}: {current} of {limit} {Unit}" : text;
    }
}
