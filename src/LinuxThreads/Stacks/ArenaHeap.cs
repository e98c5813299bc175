namespace LinuxThreads.Stacks;

/// <summary>One heap of a glibc arena.</summary>
/// <param name="Start">A multiple of <see cref="ArenaHeaps.HeapMaxSize"/>.</param>
/// <param name="Arena">The address of the arena's state, which lies in its first heap; null if the heap's header could not be read.</param>
internal readonly record struct ArenaHeap(ulong Start, ulong? Arena)
{
    public AddressRange Range => new(Start, Start + ArenaHeaps.HeapMaxSize);
}
