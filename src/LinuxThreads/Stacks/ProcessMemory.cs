using LinuxThreads.Procfs;
using Microsoft.Win32.SafeHandles;

namespace LinuxThreads.Stacks;

/// <summary>The memory of a process, read through <c>/proc/[pid]/mem</c>; needs <c>PTRACE_MODE_ATTACH</c>.</summary>
internal sealed class ProcessMemory : IDisposable
{
    private readonly ProcRoot _root;
    private readonly string _path;
    private readonly SafeFileHandle _handle;

    private ProcessMemory(ProcRoot root, string path, SafeFileHandle handle)
    {
        _root = root;
        _path = path;
        _handle = handle;
    }

    /// <summary>Opens the memory through a task's directory; null if it is gone or may not be read, with the kernel's answer in the latter case.</summary>
    public static ProcessMemory? TryOpen(ProcRoot root, string directory, out SyscallException? refused)
    {
        var path = $"{directory}/mem";
        refused = null;
        try
        {
            return root.TryOpen(path) is { } handle ? new ProcessMemory(root, path, handle) : null;
        }
        catch (SyscallException exception) when (exception.Errno == Errno.EACCES || exception.Errno == Errno.EPERM)
        {
            refused = exception;
            return null;
        }
    }

    /// <summary>Reads from an address; how many bytes, 0 where nothing is mapped.</summary>
    public int Read(ulong address, Span<byte> bytes)
    {
        try
        {
            return _root.ReadAt(_handle, bytes, checked((long)address), _path);
        }
        catch (SyscallException exception) when (exception.Errno == Errno.EIO)
        {
            return 0;
        }
    }

    public void Dispose() => _handle.Dispose();
}
