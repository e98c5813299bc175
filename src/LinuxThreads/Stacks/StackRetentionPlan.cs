namespace LinuxThreads.Stacks;

/// <summary>Everything that decides what a measurement of what deep calls leave behind does; validated on construction.</summary>
public sealed record StackRetentionPlan
{
    // The thread's own block, its first frames and the last partial page; more than they take anywhere.
    private static readonly ByteSize Room = ByteSize.FromKibibytes(64);

    /// <summary>How many threads go deep, and how many stay shallow beside them; 16 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or more than 10,000.</exception>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Threads));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 10_000, nameof(Threads));
            field = value;
        }
    } = 16;

    /// <summary>How deep a call each of them makes and returns from, writing to every page: 1 MiB unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Zero or negative.</exception>
    public ByteSize Depth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value.Bytes, nameof(Depth));
            field = value;
        }
    } = new(1 << 20);

    /// <summary>The stack of each thread: what <see cref="Depth"/> needs and as much again.</summary>
    internal ByteSize StackSize
    {
        get
        {
            var page = Environment.SystemPageSize;
            return new ByteSize(checked(((2 * Depth.Bytes) + Room.Bytes + page - 1) / page * page));
        }
    }
}
