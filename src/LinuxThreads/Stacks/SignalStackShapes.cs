using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>Finds alternate signal stacks that are mappings of their own, by their shape.</summary>
/// <remarks>
/// The kernel shows nobody where a thread's alternate signal stack is. Runtimes that make one for each thread map it with
/// <c>MAP_STACK</c> (flag <c>nh</c> since Linux 6.7) and make its lowest page inaccessible; so a small private mapping with one
/// inaccessible page below it that is no thread's stack is taken for one. Threads' stacks that were not located, and stacks that glibc
/// keeps of threads that ended, may look alike: where there are threads without a located stack, or more such mappings
/// than threads could have, none is claimed. A signal stack in memory of malloc or on a stack is part of that.
/// </remarks>
internal static class SignalStackShapes
{
    // .NET: SIGSTKSZ rounded up and a page, 12 KiB on most machines, 40 KiB for the thread that reports an overflow. Threads get more.
    private static readonly ByteSize SmallestThreadStack = new(64 << 10);

    /// <summary>The claims of signal stacks and their guards.</summary>
    /// <param name="pieces">What is left after stacks and arenas.</param>
    /// <param name="threads">How many threads there are.</param>
    /// <param name="pageSize">The size of a page.</param>
    /// <param name="requiresNoHugePage">True if the stacks of threads have the flag that <c>MAP_STACK</c> sets.</param>
    /// <param name="found">How many look like one, claimed or not.</param>
    public static List<MemoryClaim> Find(List<MemoryPiece> pieces, int threads, ulong pageSize, bool requiresNoHugePage, out int found)
    {
        var claims = new List<MemoryClaim>();
        found = 0;
        for (var i = 1; i < pieces.Count; i++)
        {
            var (guard, stack) = (pieces[i - 1], pieces[i]);
            if (guard.IsOpen && stack.IsOpen
                && guard.Range.End == stack.Range.Start
                && guard.Mapping.IsInaccessible && guard.Range.End - guard.Range.Start == pageSize
                && stack.Mapping.IsWritable && stack.Range.Length < SmallestThreadStack
                && (!requiresNoHugePage || stack.Mapping.Has(VmFlags.NoHugePage)))
            {
                found++;
                claims.Add(new MemoryClaim(guard.Range, MemoryClass.Guards, Inferred: true));
                claims.Add(new MemoryClaim(stack.Range, MemoryClass.SignalStacks, Inferred: true));
            }
        }

        // One for each thread, and .NET's one for the thread that reports an overflow.
        return found <= threads + 1 ? claims : [];
    }
}
