namespace LinuxThreads.Stacks;

/// <summary>Sums over the threads of one snapshot.</summary>
/// <remarks>
/// A thread whose figure is unknown adds nothing; the snapshot's list of what is unavailable then says of how many threads a sum is.
/// </remarks>
/// <param name="Threads">How many threads the snapshot lists.</param>
/// <param name="Located">How many of them have a known range.</param>
/// <param name="Reserved">Address space of the located stacks, in bytes, guards excluded.</param>
/// <param name="Rss">Resident bytes of the stacks whose residency is known.</param>
/// <param name="Swap">Swapped bytes of the stacks for which they are known.</param>
/// <param name="Huge">Bytes in huge pages of the stacks for which they are known.</param>
public sealed record StackTotals(int Threads, int Located, ByteSize Reserved, ByteSize Rss, ByteSize Swap, ByteSize Huge)
{
    /// <summary>Resident bytes below the stack pointers, of the stacks for which they are known.</summary>
    public ByteSize Retained { get; init; }

    /// <summary>Of how many stacks <see cref="Retained"/> is the sum.</summary>
    public int RetainedKnown { get; init; }

    /// <summary>How many stacks may have transparent huge pages as the system is set now.</summary>
    public int HugePageEligible { get; init; }

    /// <summary>What these would take besides what they have, if the first huge page of each were made, in bytes.</summary>
    public ByteSize HugePagePotential { get; init; }

    internal static StackTotals Of(IReadOnlyList<ThreadStack> stacks) => new(
        stacks.Count,
        stacks.Count(static stack => stack.Reserved is not null),
        Sum(stacks, static stack => stack.Reserved),
        Sum(stacks, static stack => stack.Rss),
        Sum(stacks, static stack => stack.Swap),
        Sum(stacks, static stack => stack.Huge))
    {
        Retained = Sum(stacks, static stack => stack.Retained),
        RetainedKnown = stacks.Count(static stack => stack.Retained is not null),
        HugePageEligible = stacks.Count(static stack => stack.HugePages is { Eligible: true }),
        HugePagePotential = Sum(stacks, static stack => stack.HugePages is { Eligible: true } huge ? huge.Potential : null),
    };

    private static ByteSize Sum(IReadOnlyList<ThreadStack> stacks, Func<ThreadStack, ByteSize?> figure)
    {
        var sum = ByteSize.Zero;
        foreach (var stack in stacks)
        {
            sum += figure(stack) ?? ByteSize.Zero;
        }

        return sum;
    }
}
