using LinuxThreads.Procfs;

namespace LinuxThreads.Headroom;

/// <summary>Names the cgroup directories that hold for a process, as the reader sees them.</summary>
internal static class CgroupPaths
{
    /// <summary>The directories with the names of their cgroups, the process's own first.</summary>
    public static IEnumerable<CgroupDirectory> Describe(CgroupDirectories directories)
    {
        var mountPoint = directories.Directories[^1];
        return directories.Directories.Select(directory =>
        {
            var below = directory[mountPoint.Length..];
            return new CgroupDirectory(directory, $"cgroup {(below.Length == 0 ? "/" : below)}", directories.Version);
        });
    }

    /// <summary>The directories of one controller with their names, the process's own first; where there are none, the reason goes to <paramref name="unavailable"/>.</summary>
    public static IReadOnlyList<CgroupDirectory> Find(ProcRoot root, Pid pid, string controller, string field, List<Unavailable> unavailable)
    {
        try
        {
            if (CgroupLocator.Read(root, pid, controller) is { } directories)
            {
                return [.. Describe(directories)];
            }

            unavailable.Add(new Unavailable(field, $"No hierarchy that has the {controller} controller and holds this process is mounted here.", null));
        }
        catch (KernelFeatureMissingException)
        {
            // Without cgroups there is no quota and no cpuset to be had.
        }
        catch (SyscallException exception)
        {
            unavailable.Add(new Unavailable(field, exception.Message, null));
        }

        return [];
    }
}
