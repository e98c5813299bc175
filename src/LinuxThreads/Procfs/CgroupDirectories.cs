namespace LinuxThreads.Procfs;

/// <summary>The directories of a process's cgroup and of its ancestors in one hierarchy.</summary>
/// <remarks>Source: <see cref="CgroupLocator"/>.</remarks>
/// <param name="Version">The interface that the directories' files follow.</param>
/// <param name="Directories">
/// Paths without a leading slash, as <see cref="ProcRoot"/> takes them: the process's own cgroup first, then each parent,
/// the mount point last; never empty.
/// </param>
public sealed record CgroupDirectories(CgroupVersion Version, IReadOnlyList<string> Directories);
