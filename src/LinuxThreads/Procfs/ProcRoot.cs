using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LinuxThreads.Procfs;

/// <summary>The one place that opens files of /proc, /sys and the cgroup file systems; its root is replaceable, so captured trees can be read.</summary>
/// <remarks>
/// Paths are given relative to the root, without a leading slash: <c>proc/self/status</c>, <c>sys/devices/system/cpu/online</c>.
/// A file is read whole in one pass, whatever size its metadata claims. Thread-safe.
/// </remarks>
public sealed class ProcRoot
{
    private readonly string _root;

    /// <summary>Reads below <paramref name="root"/>; <c>/</c> is the running system.</summary>
    public ProcRoot(string root)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        _root = root.EndsWith('/') ? root : root + "/";
    }

    /// <summary>The running system.</summary>
    public static ProcRoot System { get; } = new("/");

    /// <summary>The full path that is opened for <paramref name="path"/>.</summary>
    public string Resolve(string path) => _root + path;

    /// <summary>Reads a file whole into <paramref name="buffer"/>.</summary>
    /// <exception cref="SyscallException">The file could not be opened or read; <c>ENOENT</c> and <c>ESRCH</c> where it, or its task, is not there.</exception>
    public void Read(string path, ProcBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        var errno = ReadWhole(path, buffer, out var operation);
        if (errno is { } refused)
        {
            throw new SyscallException(operation, refused, Resolve(path), Advice(refused));
        }
    }

    /// <summary>Reads a file whole into <paramref name="buffer"/>, or answers false if it, or the task it belongs to, is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be opened or read (<c>EACCES</c> and the like).</exception>
    public bool TryRead(string path, ProcBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        var errno = ReadWhole(path, buffer, out var operation);
        if (errno is not { } refused)
        {
            return true;
        }

        return IsGone(refused) ? false : throw new SyscallException(operation, refused, Resolve(path), Advice(refused));
    }

    /// <summary>Reads a file whole into a new array.</summary>
    /// <exception cref="SyscallException">The file could not be opened or read.</exception>
    public byte[] ReadAllBytes(string path)
    {
        var buffer = new ProcBuffer();
        Read(path, buffer);
        return buffer.Bytes.ToArray();
    }

    /// <summary>Reads a file whole into a new array, or answers <see langword="null"/> if it, or the task it belongs to, is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be opened or read (<c>EACCES</c> and the like).</exception>
    public byte[]? TryReadAllBytes(string path)
    {
        var buffer = new ProcBuffer();
        return TryRead(path, buffer) ? buffer.Bytes.ToArray() : null;
    }

    /// <summary>True if a file or directory is there and may be looked up.</summary>
    public bool Exists(string path) => Path.Exists(Resolve(path));

    /// <summary>What a symbolic link holds, for instance <c>user:[4026531837]</c> of <c>proc/self/ns/user</c>; <see langword="null"/> if it is not there or may not be read.</summary>
    public string? TryReadLink(string path) => new FileInfo(Resolve(path)).LinkTarget;

    /// <summary>The names in a directory, in the kernel's order.</summary>
    /// <exception cref="SyscallException">The directory could not be opened or read; <c>ENOENT</c> where it is not there.</exception>
    public IReadOnlyList<string> ReadNames(string path)
    {
        var names = TryList(path, out var errno);
        return names ?? throw new SyscallException("open", errno, Resolve(path), Advice(errno));
    }

    /// <summary>The threads of a process, ascending; false if the process is gone.</summary>
    /// <remarks>Source: the directory <c>/proc/[pid]/task</c>. Threads may start and end while it is read.</remarks>
    /// <exception cref="SyscallException">The directory is there and could not be read.</exception>
    public bool TryReadTids(Pid pid, out IReadOnlyList<Tid> tids)
    {
        var path = $"proc/{pid}/task";
        var names = TryList(path, out var errno);
        if (names is null)
        {
            tids = [];
            return IsGone(errno) ? false : throw new SyscallException("open", errno, Resolve(path), Advice(errno));
        }

        var found = new List<Tid>(names.Count);
        foreach (var name in names)
        {
            found.Add(int.TryParse(name, out var value) && value > 0
                ? new Tid(value)
                : throw new ProcfsFormatException(Resolve(path), 0, null, name, "a thread id"));
        }

        found.Sort();
        tids = found;
        return true;
    }

    /// <summary>Opens a file that is read in parts, by offset; null if it, or the task it belongs to, is gone.</summary>
    /// <exception cref="SyscallException">The file is there and could not be opened (<c>EACCES</c> and the like).</exception>
    internal SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return Open(Resolve(path));
        }
        catch (Exception exception) when (ErrnoOf(exception) is { } errno)
        {
            return IsGone(errno) ? null : throw new SyscallException("open", errno, Resolve(path), Advice(errno));
        }
    }

    /// <summary>Reads from an opened file at an offset; the number of bytes, 0 at the end.</summary>
    /// <param name="handle">What <see cref="TryOpen"/> gave.</param>
    /// <param name="bytes">Where to.</param>
    /// <param name="offset">Where from.</param>
    /// <param name="path">The path it was opened by, for the message.</param>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    internal int ReadAt(SafeFileHandle handle, Span<byte> bytes, long offset, string path)
    {
        try
        {
            return RandomAccess.Read(handle, bytes, offset);
        }
        catch (Exception exception) when (ErrnoOf(exception) is { } errno)
        {
            throw new SyscallException("pread", errno, Resolve(path), Advice(errno));
        }
    }

    /// <summary>Writes a whole text to a file that is there, with one call, as the kernel's control files want it; the refusal, or null if it was taken.</summary>
    internal Errno? TryWrite(string path, string text)
    {
        try
        {
            using var handle = File.OpenHandle(Resolve(path), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.Write(handle, Encoding.UTF8.GetBytes(text), 0);
            return null;
        }
        catch (Exception exception) when (ErrnoOf(exception) is { } errno)
        {
            return errno;
        }
    }

    /// <summary>True for the answers that mean "not there (any more)": <c>ENOENT</c> and <c>ESRCH</c>.</summary>
    internal static bool IsGone(Errno errno) => errno == Errno.ENOENT || errno == Errno.ESRCH;

    private static string? Advice(Errno errno) => errno == Errno.EACCES || errno == Errno.EPERM
        ? "Run as the process's own user or as root (CAP_SYS_PTRACE), or mount /proc without hidepid."
        : null;

    private Errno? ReadWhole(string path, ProcBuffer buffer, out string operation)
    {
        buffer.Clear();
        operation = "open";
        try
        {
            using var handle = Open(Resolve(path));
            operation = "read";
            while (true)
            {
                var count = RandomAccess.Read(handle, buffer.Free(), buffer.Length);
                if (count == 0)
                {
                    return null;
                }

                buffer.Advance(count);
            }
        }
        catch (Exception exception) when (ErrnoOf(exception) is { } errno)
        {
            return errno;
        }
    }

    // FileShare.ReadWrite | Delete spares the advisory flock that the runtime would take otherwise.
    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private List<string>? TryList(string path, out Errno errno)
    {
        var full = Resolve(path);
        try
        {
            var names = new List<string>();
            foreach (var entry in Directory.EnumerateFileSystemEntries(full))
            {
                names.Add(Path.GetFileName(entry));
            }

            errno = default;
            return names;
        }
        catch (Exception exception) when (ErrnoOf(exception) is { } refused)
        {
            errno = refused;
            return null;
        }
    }

    /// <summary>The error number behind the runtime's file exceptions; null for anything else, which is then not caught.</summary>
    private static Errno? ErrnoOf(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => Errno.ENOENT,
        // The runtime keeps EACCES and EPERM apart only in the inner exception's HResult.
        UnauthorizedAccessException { InnerException: IOException { HResult: > 0 and < 4096 } inner } => new Errno(inner.HResult),
        UnauthorizedAccessException => Errno.EACCES,
        // On Unix an IOException without a mapped type carries the raw errno as its HResult.
        IOException { HResult: > 0 and < 4096 } io => new Errno(io.HResult),
        _ => null,
    };
}
