using LinuxThreads.Interop;

namespace LinuxThreads.Loops;

/// <summary>The work that each side does each time before it hands over, or before each call.</summary>
public readonly record struct WorkPerTurn
{
    private WorkPerTurn(WorkKind kind, long amount = 0)
    {
        Kind = kind;
        Amount = amount;
    }

    /// <summary>No work.</summary>
    public static WorkPerTurn None => default;

    /// <summary>The vector registers left in their initial state.</summary>
    public static WorkPerTurn CleanVectors => new(WorkKind.CleanVectors);

    /// <summary>Every vector register written.</summary>
    public static WorkPerTurn DirtyVectors => new(WorkKind.DirtyVectors);

    /// <summary>The kind.</summary>
    public WorkKind Kind { get; }

    /// <summary>Rounds of arithmetic, or bytes of the buffer; 0 for the other kinds.</summary>
    public long Amount { get; }

    /// <summary>So many rounds of dependent arithmetic, one multiplication and one addition each.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static WorkPerTurn Compute(long rounds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        return new WorkPerTurn(WorkKind.Compute, rounds);
    }

    /// <summary>One word read and written in each 64 bytes of a buffer of this size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 64 bytes.</exception>
    public static WorkPerTurn Memory(ByteSize size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Bytes, 64, nameof(size));
        return new WorkPerTurn(WorkKind.Memory, size.Bytes);
    }

    internal ShimWork ToShim() => new() { Kind = (uint)Kind, Amount = (ulong)Amount };
}
