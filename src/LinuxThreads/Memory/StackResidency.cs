using LinuxThreads.Interop;

namespace LinuxThreads.Memory;

/// <summary>Counts how much of this process's own stacks is resident, without growing by it.</summary>
internal sealed class StackResidency
{
    private readonly int _pageSize = checked((int)Posix.Current.Sysconf(SysconfName.PageSize));
    private byte[] _pages = [];

    /// <summary>The resident part of one stack.</summary>
    /// <remarks>Source: <c>mincore(2)</c>. Memory that is swapped out is not resident.</remarks>
    /// <param name="low">Its lowest address, the start of a page.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <exception cref="SyscallException">The kernel refused: the stack is no longer mapped.</exception>
    public ByteSize Of(nint low, nuint size)
    {
        // Rounded up: glibc takes a stack size that is no multiple of the page as it is, and the last page is the one most used.
        var count = checked((int)((size + (nuint)_pageSize - 1) / (nuint)_pageSize));
        if (_pages.Length < count)
        {
            _pages = new byte[count];
        }

        var pages = _pages.AsSpan(0, count);
        ReadResidency(low, size, pages);
        long resident = 0;
        foreach (var page in pages)
        {
            resident += page & 1;
        }

        return new ByteSize(resident * _pageSize);
    }

    // Not through Mono.Posix, which takes an array: one per stack would grow the heap by more than the threads do. For the
    // same reason the message is made only when it is needed.
    private static unsafe void ReadResidency(nint low, nuint size, Span<byte> pages)
    {
        fixed (byte* residency = pages)
        {
            if (Libc.Mincore(low, size, residency) != 0)
            {
                throw new SyscallException("mincore", LastError.Read(), $"the stack at 0x{low:x}");
            }
        }
    }
}
