using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Footprint;

/// <summary>The memory cgroups that this process has made.</summary>
internal static class Cgroups
{
    public static IReadOnlyList<string> Ours() => Of(Pid.Current);

    /// <summary>Those of another process that is in the same cgroup as this one.</summary>
    public static IReadOnlyList<string> Of(Pid owner) => CgroupLocator.Read(ProcRoot.System, Pid.Current, "memory") is not { } directories
        ? []
        : [.. directories.Directories.SelectMany(directory => ProcRoot.System.ReadNames(directory)
            .Where(name => name.StartsWith($"linuxthreads-{owner}-", StringComparison.Ordinal)).Select(name => $"{directory}/{name}"))];
}
