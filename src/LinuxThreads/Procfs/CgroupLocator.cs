namespace LinuxThreads.Procfs;

/// <summary>Finds the directories in which the limits on a process are set: its own cgroup's and every ancestor's that can be seen.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/cgroup</c> joined with the reader's own <c>/proc/self/mountinfo</c>. The mounts must be the
/// reader's, also for a process in a container: its own mount points need not exist here. A limit may be set in each of the
/// directories, and the tightest one holds. Ancestors above the mounted directory (the host's, seen from a container) are out of reach.
/// </remarks>
public static class CgroupLocator
{
    /// <summary>The directories for one controller; <see langword="null"/> if no hierarchy with it is mounted here, or the process's cgroup lies outside what is mounted.</summary>
    /// <param name="cgroup">The process's cgroups.</param>
    /// <param name="mounts">The reader's mounts.</param>
    /// <param name="controller">
    /// The controller, for instance <c>pids</c>. If a version 1 hierarchy has it, that one; otherwise version 2, where a
    /// directory has the controller's files only if it is enabled for it: a file that is absent there is no limit there.
    /// </param>
    public static CgroupDirectories? Locate(PidCgroup cgroup, MountInfo mounts, string controller)
    {
        ArgumentNullException.ThrowIfNull(cgroup);
        ArgumentNullException.ThrowIfNull(mounts);
        ArgumentException.ThrowIfNullOrEmpty(controller);
        var version1 = cgroup.Memberships.FirstOrDefault(membership => membership.Controllers.Contains(controller));
        return version1 is not null
            ? Locate(version1, mounts, CgroupVersion.V1, mount => mount.FilesystemType == "cgroup" && mount.SuperOptions.Split(',').Contains(controller))
            : LocateVersion2(cgroup, mounts);
    }

    /// <summary>The directories for one controller, as they stand now; <see langword="null"/> if no hierarchy with it that holds the process is mounted here.</summary>
    /// <param name="root">Where to read.</param>
    /// <param name="pid">The process.</param>
    /// <param name="controller">The controller, for instance <c>memory</c>.</param>
    /// <exception cref="SyscallException">The process's cgroups or the reader's mounts could not be read.</exception>
    /// <exception cref="KernelFeatureMissingException">The kernel has no cgroups.</exception>
    public static CgroupDirectories? Read(ProcRoot root, Pid pid, string controller)
    {
        ArgumentNullException.ThrowIfNull(root);
        const string OwnMounts = "proc/self/mountinfo";
        return Locate(PidCgroup.Read(root, pid), MountInfo.Parse(root.ReadAllBytes(OwnMounts), root.Resolve(OwnMounts)), controller);
    }

    /// <summary>The directories in the version 2 hierarchy; <see langword="null"/> if it is not mounted here, or the process's cgroup lies outside what is mounted.</summary>
    /// <param name="cgroup">The process's cgroups.</param>
    /// <param name="mounts">The reader's mounts.</param>
    public static CgroupDirectories? LocateVersion2(PidCgroup cgroup, MountInfo mounts)
    {
        ArgumentNullException.ThrowIfNull(cgroup);
        ArgumentNullException.ThrowIfNull(mounts);
        var version2 = cgroup.Memberships.FirstOrDefault(membership => membership.IsVersion2);
        return version2 is null ? null : Locate(version2, mounts, CgroupVersion.V2, mount => mount.FilesystemType == "cgroup2");
    }

    private static CgroupDirectories? Locate(CgroupMembership membership, MountInfo mounts, CgroupVersion version, Func<MountInfoEntry, bool> isHierarchy)
    {
        // Of several mounts of one hierarchy, the one whose root is nearest the top shows the most ancestors.
        MountInfoEntry? best = null;
        string[]? below = null;
        foreach (var mount in mounts.Entries.Where(isHierarchy))
        {
            var candidate = Below(mount.Root, membership.Path);
            if (candidate is not null && (below is null || candidate.Length > below.Length))
            {
                (best, below) = (mount, candidate);
            }
        }

        if (best is null || below is null)
        {
            return null;
        }

        var mountPoint = best.MountPoint.Trim('/');
        var directories = new List<string>(below.Length + 1);
        for (var depth = below.Length; depth >= 0; depth--)
        {
            directories.Add(string.Join('/', [mountPoint, .. below[..depth]]));
        }

        return new CgroupDirectories(version, directories);
    }

    /// <summary>The components of <paramref name="path"/> below <paramref name="root"/>; null if it is not below it.</summary>
    private static string[]? Below(string root, string path)
    {
        var rootParts = root.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var pathParts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (!pathParts.AsSpan().StartsWith(rootParts))
        {
            return null;
        }

        var below = pathParts[rootParts.Length..];

        // A path that leads out of the reader's namespace has no directory under the namespace's own root.
        return below.Contains("..") ? null : below;
    }
}
