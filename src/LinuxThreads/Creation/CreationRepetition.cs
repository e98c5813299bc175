using LinuxThreads.Verdicts;

namespace LinuxThreads.Creation;

/// <summary>One repetition with every time it took.</summary>
internal sealed record CreationRepetition(IReadOnlyList<double> SamplesNs, long Operations, Evidence Evidence, CpuOccupancy Occupancy)
    : Repetition(SamplesNs, Operations, Evidence, Occupancy)
{
    /// <summary>Until the creator's call returned, nanoseconds, one a creation.</summary>
    public required long[] ReturnedNs { get; init; }

    /// <summary>Until the first instruction of what was created.</summary>
    public required long[] FirstInstructionNs { get; init; }

    /// <summary>Until the creator knew that it had ended.</summary>
    public required long[] JoinedNs { get; init; }

    /// <summary>The times of each step by <see cref="CreationStep"/>, or null where none were taken.</summary>
    public long[][]? StepsNs { get; init; }

    /// <summary>With the steps: until <c>pthread_create</c> without cached stacks returned.</summary>
    public long[]? PthreadCreateNs { get; init; }

    /// <summary>Page faults of the creators' own threads without input or output, in the timed part; null where they can't be told from others'.</summary>
    public long? CreatorFaults { get; init; }

    /// <summary>The creations that <see cref="CreatorFaults"/> is of.</summary>
    public long CreatorFaultsOf { get; init; }

    /// <summary>Page faults of everything counted in the evidence, or null if unknown.</summary>
    public required long? MinorFaults { get; init; }
}
