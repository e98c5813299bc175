namespace LinuxThreads.Tests.Procfs;

internal static class Allocated
{
    /// <summary>The fewest bytes that <paramref name="work"/> allocates on this thread in one of several rounds.</summary>
    /// <remarks>What is allocated per line shows in every round; what the runtime allocates while it recompiles a loop does not.</remarks>
    public static long FewestBytesBy(Action work)
    {
        var fewest = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
