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
}
