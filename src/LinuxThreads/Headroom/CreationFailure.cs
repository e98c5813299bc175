using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Headroom;

/// <summary>Names the limit behind a creation that has just failed, for the exception that reports it; starts no thread.</summary>
internal static class CreationFailure
{
    /// <summary>One to three sentences, or <see langword="null"/> if nothing could be read. Call it at once: room may come back.</summary>
    /// <param name="errno">What the creation answered; <see langword="null"/> if that is lost.</param>
    /// <param name="kind">The kind of thread that was to be.</param>
    /// <param name="stackSize">The stack asked for; <see langword="null"/> is the C library's default.</param>
    /// <param name="guardSize">The guard asked for; <see langword="null"/> is the C library's default, one page.</param>
    public static string? Explain(Errno? errno, ThreadKind kind, ByteSize? stackSize, ByteSize? guardSize)
    {
        try
        {
            var explanation = LimitInspector.Inspect(ProcRoot.System, Pid.Current, CostOf(kind, stackSize, guardSize)).Explain(errno);

            // mmap also gives ENOMEM where the size alone is too much, which is no limit that could be read.
            return explanation.Exhausted.Count == 0 && stackSize is { } stack
                ? $"{explanation.Sentence} A stack of {stack} also needs a gap of that size in the address space: ask for a smaller one."
                : explanation.Sentence;
        }
        catch (LinuxThreadsException)
        {
            // The creation's own error is what the caller must see, not that nobody could say why.
            return null;
        }
    }

    /// <summary>What one more thread needs at least, known without making one: the mapping of its stack, and its guard's.</summary>
    public static ThreadCost CostOf(ThreadKind kind, ByteSize? stackSize, ByteSize? guardSize)
    {
        var guard = guardSize ?? new ByteSize(Posix.Current.Sysconf(SysconfName.PageSize));
        var stack = stackSize ?? CLibrary.DefaultStackSize;
        return new ThreadCost
        {
            Kind = kind,
            StackSize = stackSize,
            Mappings = guard > ByteSize.Zero ? 2 : 1,
            AddressSpaceBytes = (stack + guard).Bytes,
            PrivateWritableBytes = stack.Bytes,
        };
    }
}
