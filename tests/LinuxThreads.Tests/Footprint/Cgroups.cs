using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Footprint;

/// <summary>The memory cgroups that this process has made.</summary>
internal static class Cgroups
{
    public static IReadOnlyList<string> Ours() => CgroupLocator.Read(ProcRoot.System, Pid.Current, "memory") is not { } directories
        ? []
        : [.. directories.Directories.SelectMany(directory => ProcRoot.System.ReadNames(directory))
            .Where(static name => name.StartsWith($"linuxthreads-{Pid.Current}-", StringComparison.Ordinal))];
}
