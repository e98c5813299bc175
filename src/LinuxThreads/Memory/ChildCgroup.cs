using System.Globalization;
using LinuxThreads.Procfs;

namespace LinuxThreads.Memory;

/// <summary>A memory cgroup of its own for a child process, so that the kernel itself counts what that child takes; removed on disposal.</summary>
/// <remarks>
/// Dispose of it after the child's end: a cgroup with a task in it cannot be removed. One whose owner was killed with whatever
/// it had set to remove it is removed by the next that is made beside it.
/// </remarks>
internal sealed class ChildCgroup : IDisposable
{
    private const string Prefix = "linuxthreads-";
    private const string Controller = "memory";
    private static readonly TimeSpan RemovalTime = TimeSpan.FromSeconds(2);

    private static int _made;

    private readonly ProcRoot _root;
    private readonly string _path;
    private readonly CgroupVersion _version;

    private ChildCgroup(ProcRoot root, string path, CgroupVersion version)
    {
        _root = root;
        _path = path;
        _version = version;
    }

    /// <summary>The directory, as <see cref="ProcRoot"/> takes it.</summary>
    public string Path => _path;

    /// <summary>Makes one where this process may and moves a child of its into it; null if no place allows both, with the reason.</summary>
    /// <param name="root">Where cgroups are.</param>
    /// <param name="child">The child, which must have done nothing yet that is to be counted: what it has stays where it was charged.</param>
    /// <param name="why">Why there is none, as a sentence; null if there is one.</param>
    public static ChildCgroup? TryMake(ProcRoot root, Pid child, out string? why)
    {
        why = "No memory controller of cgroups that this process may make a child in is mounted here.";
        try
        {
            var directories = CgroupLocator.Read(root, child, Controller);
            foreach (var parent in directories is null ? [] : Parents(root, directories))
            {
                RemoveStale(root, parent);
                if (TryMakeBelow(root, parent, directories!.Version, child, out var refused) is { } made)
                {
                    why = null;
                    return made;
                }

                why = $"/{parent}: {refused}";
            }
        }
        catch (LinuxThreadsException exception) when (exception is SyscallException or KernelFeatureMissingException)
        {
            why = exception.Message;
        }

        return null;
    }

    /// <summary>What the cgroup is charged now.</summary>
    /// <exception cref="SyscallException">The cgroup is gone.</exception>
    public CgroupCharge Read()
    {
        ByteSize Number(string file) => new(checked((long)CgroupValue.ParseNumber(_root.ReadAllBytes($"{_path}/{file}"), _root.Resolve($"{_path}/{file}"))));
        if (_version == CgroupVersion.V1)
        {
            const string Kernel = "memory.kmem.usage_in_bytes";
            return new CgroupCharge(
                Number("memory.usage_in_bytes"), _root.Exists($"{_path}/{Kernel}") ? Number(Kernel) : null, null, null, null);
        }

        var stat = CgroupStat.Read(_root, $"{_path}/memory.stat");
        ByteSize? Stat(string key) => stat[key] is { } bytes ? new ByteSize(checked((long)bytes)) : null;
        return new CgroupCharge(Number("memory.current"), Stat("kernel"), Stat("kernel_stack"), Stat("pagetables"), Stat("slab"));
    }

    /// <inheritdoc/>
    // The last task may still be on its way out, which the kernel answers with EBUSY.
    public void Dispose() => SpinWait.SpinUntil(() => TryRemove(_root, _path), RemovalTime);

    // In version 1 any directory may have children and tasks; in version 2 only one that hands the controller down, and it has no tasks but at the root.
    private static IEnumerable<string> Parents(ProcRoot root, CgroupDirectories directories) => directories.Version == CgroupVersion.V1
        ? directories.Directories
        : directories.Directories.Where(directory => HandsDown(root, directory));

    private static bool HandsDown(ProcRoot root, string directory) =>
        root.TryReadAllBytes($"{directory}/cgroup.subtree_control") is { } bytes
        && System.Text.Encoding.ASCII.GetString(bytes).Split([' ', '\n']).Contains(Controller);

    private static ChildCgroup? TryMakeBelow(ProcRoot root, string parent, CgroupVersion version, Pid child, out string? refused)
    {
        var path = $"{parent}/{Prefix}{Pid.Current}-{Interlocked.Increment(ref _made)}";
        try
        {
            Directory.CreateDirectory(root.Resolve(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            refused = exception.Message;
            return null;
        }

        var made = new ChildCgroup(root, path, version);
        if (root.TryWrite($"{path}/cgroup.procs", child.ToString()) is { } errno)
        {
            made.Dispose();
            refused = $"moving a process there gave {errno}.";
            return null;
        }

        refused = null;
        return made;
    }

    private static void RemoveStale(ProcRoot root, string parent)
    {
        foreach (var name in root.ReadNames(parent))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal)
                && name.Split('-') is [_, var owner, _] && int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && !root.Exists($"proc/{pid}"))
            {
                TryRemove(root, $"{parent}/{name}");
            }
        }
    }

    // Refused while a task is in it: then it is another's that lives, or ours for a moment longer.
    private static bool TryRemove(ProcRoot root, string path)
    {
        try
        {
            Directory.Delete(root.Resolve(path), recursive: false);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
