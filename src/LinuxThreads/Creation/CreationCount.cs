using LinuxThreads.Procfs;

namespace LinuxThreads.Creation;

/// <summary>The kernel's count of tasks created since boot, threads included, by anybody.</summary>
internal static class CreationCount
{
    /// <summary>The count, or <see langword="null"/> where <c>/proc/stat</c> can't be read or has no line <c>processes</c>.</summary>
    /// <remarks>
    /// Source: <c>/proc/stat</c>, <c>processes</c>: <c>total_forks</c>, raised at the end of <c>copy_process</c> (kernel/fork.c). There is no such
    /// count of one process.
    /// </remarks>
    public static long? Read(ProcRoot root)
    {
        var buffer = new ProcBuffer();
        return root.TryRead("proc/stat", buffer) ? SystemStat.Parse(buffer.Bytes, "/proc/stat").Processes : null;
    }
}
