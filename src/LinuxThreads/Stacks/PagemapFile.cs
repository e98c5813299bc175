using System.Runtime.InteropServices;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;
using Microsoft.Win32.SafeHandles;

namespace LinuxThreads.Stacks;

/// <summary>The page table of a process as <c>/proc/[pid]/pagemap</c> shows it.</summary>
/// <remarks>An ordinary user sees every bit but the frame numbers of a process that <c>PTRACE_MODE_READ</c> lets them read.</remarks>
internal sealed class PagemapFile : IPageTable, IDisposable
{
    private readonly ProcRoot _root;
    private readonly string _path;
    private readonly SafeFileHandle _handle;

    private PagemapFile(ProcRoot root, string path, SafeFileHandle handle)
    {
        _root = root;
        _path = path;
        _handle = handle;
    }

    public ulong PageSize { get; } = (ulong)Environment.SystemPageSize;

    /// <summary>Opens the file in a task's directory; null if the task is gone or the kernel has no such file.</summary>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    public static PagemapFile? TryOpen(ProcRoot root, string directory)
    {
        var path = $"{directory}/pagemap";
        return root.TryOpen(path) is { } handle ? new PagemapFile(root, path, handle) : null;
    }

    public bool TryRead(ulong address, Span<ulong> words)
    {
        var bytes = MemoryMarshal.AsBytes(words);
        var offset = checked((long)(address / PageSize * sizeof(ulong)));
        while (!bytes.IsEmpty)
        {
            var count = _root.ReadAt(_handle, bytes, offset, _path);
            if (count == 0)
            {
                return false;
            }

            bytes = bytes[count..];
            offset += count;
        }

        return true;
    }

    public bool TrySumHuge(AddressRange range, out ByteSize huge, out Errno errno)
    {
        var pages = range.ToPages(PageSize);
        var known = PagemapScan.TrySum(_handle, pages.Start, pages.End, PagemapScan.PageIsHuge, out var bytes, out errno);
        huge = new ByteSize(bytes);
        return known;
    }

    public void Dispose() => _handle.Dispose();
}
