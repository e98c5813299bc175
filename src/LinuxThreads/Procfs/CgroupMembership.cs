namespace LinuxThreads.Procfs;

/// <summary>The cgroup of a process in one hierarchy: one line of <c>/proc/[pid]/cgroup</c>.</summary>
/// <remarks>Source: <c>/proc/[pid]/cgroup</c>.</remarks>
/// <param name="HierarchyId">The hierarchy's number as in <c>/proc/cgroups</c>; 0 for version 2.</param>
/// <param name="Controllers">The version 1 controllers of the hierarchy; empty for version 2 and for a hierarchy that only has a name.</param>
/// <param name="Name">The name of a named version 1 hierarchy (<c>name=systemd</c>), without the prefix; <see langword="null"/> if it has none.</param>
/// <param name="Path">
/// The cgroup's path in its hierarchy, seen from the reader's cgroup namespace: absolute, with leading <c>/..</c> where the
/// cgroup lies outside it. The kernel appends <c> (deleted)</c> to one that was removed; that cannot be told from such a name.
/// </param>
public sealed record CgroupMembership(int HierarchyId, IReadOnlyList<string> Controllers, string? Name, string Path)
{
    /// <summary>True for the line of the version 2 hierarchy.</summary>
    /// <remarks>Source: <c>0::</c> at the line's beginning.</remarks>
    public bool IsVersion2 => HierarchyId == 0 && Controllers.Count == 0 && Name is null;
}
