namespace LinuxThreads.Stacks;

/// <summary>What a process knows of its own threads' stacks; a foreign one tells nothing.</summary>
internal interface IOwnThreads
{
    /// <summary>The bounds of a thread's stack and the size of its guard, as the C library told them.</summary>
    bool TryFind(Tid tid, out AddressRange bounds, out ByteSize guard);

    /// <summary>From the head of a thread's robust list to the end of its stack, measured on a thread of this process; null if none could be.</summary>
    ulong? HeadToEnd { get; }
}
