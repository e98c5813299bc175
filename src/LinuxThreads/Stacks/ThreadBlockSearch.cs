using System.Buffers.Binary;
using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>Finds the C library's block of a thread in the memory above its stack pointer, for threads without a robust list.</summary>
/// <remarks>
/// The block begins with its own address (on x86-64 in every C library: <c>%fs:0</c>; the empty list heads in it hold theirs too)
/// and holds the thread's id further up. musl registers a robust list only once a robust mutex is locked.
/// Needs <c>PTRACE_MODE_ATTACH</c>, as the stack pointer does.
/// </remarks>
internal sealed class ThreadBlockSearch : IDisposable
{
    // In glibc 2.36 the id is 720 bytes into the block, in musl 1.2 48.
    private const int LongestWayToTid = 1024;

    // More than what any frame chain leaves between pointer and block in practice; a bound, so that a heap is not read through.
    private const int MostPages = 2048;

    internal delegate ReadOnlySpan<byte> PageReader(ulong page);

    private readonly ProcessMemory _memory;

    private ThreadBlockSearch(ProcessMemory memory) => _memory = memory;

    /// <summary>Opens the memory of a process; null if it is gone or may not be read.</summary>
    public static ThreadBlockSearch? TryOpen(ProcRoot root, Pid pid, Tid tid) =>
        ProcessMemory.TryOpen(root, $"proc/{pid}/task/{tid}", out _) is { } memory ? new ThreadBlockSearch(memory) : null;

    /// <summary>The highest place below <paramref name="limit"/> that looks like the thread's block; null if there is none.</summary>
    /// <remarks>The highest, since a frame of the thread may hold a list head that points to itself, and the id.</remarks>
    public ulong? Find(Tid tid, ulong stackPointer, ulong limit, IPageTable pages)
    {
        var bytes = new byte[pages.PageSize + LongestWayToTid];
        return Find(tid, stackPointer, limit, pages, page => bytes.AsSpan(0, _memory.Read(page, bytes)));
    }

    /// <summary>As above, over any memory: <paramref name="read"/> gives a page and what it likes of the next.</summary>
    internal static ulong? Find(Tid tid, ulong stackPointer, ulong limit, IPageTable pages, PageReader read)
    {
        var words = new ulong[1];
        ulong? found = null;
        var page = AddressRange.RoundDown(stackPointer, pages.PageSize);
        for (var i = 0; i < MostPages && page < limit; i++, page += pages.PageSize)
        {
            if (!pages.TryRead(page, words))
            {
                return null;
            }

            if ((words[0] & PageWord.Present) != 0)
            {
                found = FindInPage(tid, page, (int)pages.PageSize, read(page)) ?? found;
            }
        }

        return found;
    }

    public void Dispose() => _memory.Dispose();

    internal static ulong? FindInPage(Tid tid, ulong page, int pageSize, ReadOnlySpan<byte> bytes)
    {
        for (var at = Math.Min(bytes.Length, pageSize) - sizeof(ulong); at >= 0; at -= sizeof(ulong))
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) == page + (ulong)at && HoldsTid(bytes[at..], tid))
            {
                return page + (ulong)at;
            }
        }

        return null;
    }

    private static bool HoldsTid(ReadOnlySpan<byte> bytes, Tid tid)
    {
        for (var at = sizeof(ulong); at + sizeof(int) <= Math.Min(bytes.Length, LongestWayToTid); at += sizeof(int))
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]) == tid.Value)
            {
                return true;
            }
        }

        return false;
    }
}
