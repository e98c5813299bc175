using LinuxThreads.Procfs;

namespace LinuxThreads.Headroom;

/// <summary>One cgroup directory on the way from a process to the root of a hierarchy.</summary>
/// <param name="Path">The directory, as <see cref="ProcRoot"/> takes it.</param>
/// <param name="Scope">The cgroup in words: <c>cgroup /a/b</c>.</param>
/// <param name="Version">The interface its files follow.</param>
internal sealed record CgroupDirectory(string Path, string Scope, CgroupVersion Version);
