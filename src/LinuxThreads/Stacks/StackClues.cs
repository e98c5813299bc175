namespace LinuxThreads.Stacks;

/// <summary>What is known of one thread before its stack is searched for.</summary>
internal sealed record StackClues(Tid Tid)
{
    /// <summary>The process's first thread.</summary>
    public bool IsMain { get; init; }

    /// <summary>Its bounds, if it is a thread of ours that is in the register.</summary>
    public AddressRange? OwnBounds { get; init; }

    public ByteSize OwnGuard { get; init; }

    /// <summary>The head of its robust-futex list; null if the kernel has none for it, or did not tell.</summary>
    public ulong? Head { get; init; }

    /// <summary>Its stack pointer; null while it is on a CPU, or if the kernel did not tell.</summary>
    public ulong? StackPointer { get; init; }

    /// <summary>The thread's block, found in memory above its stack pointer.</summary>
    public ulong? Block { get; init; }

    /// <summary>True if nothing leads to its stack, though the kernel refused nothing.</summary>
    public bool IsWithoutTrace => this is { IsMain: false, OwnBounds: null, Head: null, StackPointer: null };

    /// <summary>Why <see cref="Head"/> is null, as a clause.</summary>
    public string? NoHead { get; init; }

    /// <summary>Why <see cref="StackPointer"/> is null, or why no block was found above it, as a clause.</summary>
    public string? NoStackPointer { get; init; }
}
