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

    /// <summary>True if the kernel answered that the thread is on a CPU, and told no stack pointer for that reason.</summary>
    public bool IsOnCpu { get; init; }

    /// <summary>The lowest address that is in use, to the page, if the thread is on its own stack; what is below was left behind.</summary>
    /// <remarks>The ABI of x86-64 lets a function use 128 bytes below the stack pointer without moving it; on arm64 there is no such zone, and these bytes are counted as used all the same.</remarks>
    public ulong? InUseFrom(AddressRange stack, ulong pageSize)
    {
        const ulong RedZone = 128;
        return StackPointer is { } pointer && pointer > RedZone && stack.Contains(pointer)
            ? AddressRange.RoundDown(pointer - RedZone, pageSize)
            : null;
    }

    /// <summary>The thread's block, found in memory above its stack pointer.</summary>
    public ulong? Block { get; init; }

    /// <summary>True if nothing leads to its stack, though the kernel refused nothing.</summary>
    public bool IsWithoutTrace => this is { IsMain: false, OwnBounds: null, Head: null, StackPointer: null };

    /// <summary>Why <see cref="Head"/> is null, as a clause.</summary>
    public string? NoHead { get; init; }

    /// <summary>Why <see cref="StackPointer"/> is null, or why no block was found above it, as a clause.</summary>
    public string? NoStackPointer { get; init; }
}
