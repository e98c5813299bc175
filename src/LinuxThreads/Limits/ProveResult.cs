using LinuxThreads.Headroom;

namespace LinuxThreads.Limits;

/// <summary>How many threads a process really could start, and what stopped it, beside what had been predicted.</summary>
public sealed record ProveResult
{
    /// <summary>What was asked for.</summary>
    public required ProvePlan Plan { get; init; }

    /// <summary>Threads that were created; the process's first one is not among them.</summary>
    public required long ThreadsCreated { get; init; }

    /// <summary>What ended the proof.</summary>
    public required ProveEnd EndedBy { get; init; }

    /// <summary>What the refused creation answered; <see langword="null"/> if none was refused, as under the OOM killer.</summary>
    public Errno? Errno { get; init; }

    /// <summary>The limit that stopped it, as it stood at the refusal, or before the OOM killer came; <see langword="null"/> if none did, or nothing proves which.</summary>
    public LimitCheck? Limit { get; init; }

    /// <summary>What proves it, in sentences: counters of the kernel that grew, and readings at the moment of the refusal.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The limits of the process before: the prediction.</summary>
    public required LimitInspection Before { get; init; }

    /// <summary>Threads the process had when the prediction was made: those that were made to measure the cost of one.</summary>
    public required long ThreadsBefore { get; init; }

    /// <summary>How many threads had been predicted; <see langword="null"/> if no limit is known that can be hit.</summary>
    public long? Predicted => Before.Binding?.ThreadsUntilHit is { } more ? ThreadsBefore + more : null;
}
