namespace LinuxThreads.Stacks;

/// <summary>Everything that decides what a proof of huge stacks makes; validated on construction.</summary>
public sealed record HugePagePlan
{
    /// <summary>How many threads to park on stacks that may become huge, and as many on stacks that may not; 16 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or more than 1,000.</exception>
    public int Threads
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Threads));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1_000, nameof(Threads));
            field = value;
        }
    } = 16;

    /// <summary>The size of each stack in huge pages of this machine; 2 unless set: one that is made, and one that is not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1, or more than 16.</exception>
    public int HugePagesPerStack
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(HugePagesPerStack));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 16, nameof(HugePagesPerStack));
            field = value;
        }
    } = 2;
}
