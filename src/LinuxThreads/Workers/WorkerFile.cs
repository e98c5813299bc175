using LinuxThreads.Interop;
using LinuxThreads.Procfs;
using Microsoft.Win32.SafeHandles;

namespace LinuxThreads.Workers;

/// <summary>Finds <c>linuxthreads-worker</c> beside the library, and makes it startable where a package lost its executable bit.</summary>
internal sealed class WorkerFile : IDisposable
{
    private const string Name = "linuxthreads-worker";
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly SafeFileHandle? _memory;

    private WorkerFile(string path, SafeFileHandle? memory)
    {
        Path = path;
        _memory = memory;
    }

    /// <summary>The path to start; valid until disposal.</summary>
    public string Path { get; }

    /// <summary>The program, or <see langword="null"/> if it is not where the library's native files are.</summary>
    /// <exception cref="SyscallException">It is there and cannot be read.</exception>
    public static WorkerFile? Find()
    {
        foreach (var directory in Directories())
        {
            var path = System.IO.Path.Combine(directory, Name);
            if (File.Exists(path))
            {
                return At(path);
            }
        }

        return null;
    }

    /// <summary>The program at a path.</summary>
    /// <exception cref="SyscallException">It cannot be read.</exception>
    internal static WorkerFile At(string path) =>
        (File.GetUnixFileMode(path) & AnyExecute) != 0 ? new WorkerFile(path, null) : InMemory(path);

    public void Dispose() => _memory?.Dispose();

    // Where the host looks for native libraries: the application's directory, or the packages' own.
    private static IEnumerable<string> Directories()
    {
        yield return AppContext.BaseDirectory;
        var searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        foreach (var directory in searched.Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            yield return directory;
        }
    }

    private static WorkerFile InMemory(string path)
    {
        var descriptor = MemoryFile.Create(Name);
        RandomAccess.Write(descriptor, ProcRoot.System.ReadAllBytes(path.TrimStart('/')), 0);
        return new WorkerFile(MemoryFile.PathOf(descriptor), descriptor);
    }
}
