using LinuxThreads.Procfs;

namespace LinuxThreads.Headroom;

/// <summary>Walks a controller's directories from a process's cgroup to the root, and makes a check of each that has a limit.</summary>
internal sealed class CgroupChecks(LimitContext context, LimitName name, string controller)
{
    private readonly string _membership = $"/proc/{context.Pid}/cgroup";

    /// <summary>The checks of all directories; one that says "no limit" if none has any, and one for what lies out of sight.</summary>
    /// <param name="check">Makes the check of one directory; null if there is no limit file in it.</param>
    public IReadOnlyList<LimitCheck> ForEach(Func<CgroupDirectory, LimitCheck?> check)
    {
        CgroupDirectories? directories;
        try
        {
            directories = Locate();
        }
        catch (KernelFeatureMissingException exception)
        {
            return [None($"There are no cgroups: {exception.Message}")];
        }
        catch (SyscallException exception)
        {
            return [LimitContext.Unreadable(name, "cgroups", _membership, exception.Message)];
        }

        return directories is null
            ? [LimitContext.Unreadable(name, "cgroups", _membership, $"No hierarchy that has the {controller} controller and holds this process is mounted here.")]
            : Walk(directories, check);
    }

    /// <summary>A limit of one directory; null if it has no such file.</summary>
    public RlimitValue? Limit(CgroupDirectory directory, string file) =>
        Text(directory, file) is { } text ? CgroupValue.ParseLimit(text, Full(directory, file)) : null;

    /// <summary>A number of one directory; null if it has no such file.</summary>
    public ulong? Number(CgroupDirectory directory, string file) =>
        Text(directory, file) is { } text ? CgroupValue.ParseNumber(text, Full(directory, file)) : null;

    /// <summary>A flat-keyed file of one directory; null if it has no such file.</summary>
    public CgroupStat? Stat(CgroupDirectory directory, string file) =>
        Text(directory, file) is { } text ? CgroupStat.Parse(text, Full(directory, file)) : null;

    /// <summary>A file's text; null if the directory has no such file.</summary>
    public byte[]? Text(CgroupDirectory directory, string file) => context.Root.TryReadAllBytes($"{directory.Path}/{file}");

    /// <summary>A file's name for messages.</summary>
    public string Full(CgroupDirectory directory, string file) => context.Root.Resolve($"{directory.Path}/{file}");

    /// <summary>The directories of the process; null if none can be seen from here.</summary>
    /// <exception cref="SyscallException">The process's cgroups or the reader's mounts could not be read.</exception>
    /// <exception cref="KernelFeatureMissingException">The kernel has no cgroups.</exception>
    public CgroupDirectories? Locate() => CgroupLocator.Read(context.Root, context.Pid, controller);

    private List<LimitCheck> Walk(CgroupDirectories directories, Func<CgroupDirectory, LimitCheck?> check)
    {
        var found = new List<LimitCheck>();
        foreach (var directory in CgroupPaths.Describe(directories))
        {
            LimitCheck? made = null;
            var unreadable = LimitContext.Read(name, directory.Scope, $"/{directory.Path}", () => (made = check(directory)) ?? None(""));
            if (made is not null || !unreadable.Readable)
            {
                found.Add(made ?? unreadable);
            }
        }

        if (IsBelowTheRoot(directories))
        {
            found.Add(LimitContext.Unreadable(
                name, "cgroups above the mount", $"/{directories.Directories[^1]}", "The directory mounted here is not the root of its hierarchy: limits set above it apply too, and cannot be read from inside."));
        }

        if (found.Count == 0)
        {
            found.Add(None($"No cgroup on the way to the root has a limit of the {controller} controller."));
        }

        return found;
    }

    // cgroup.events is in every version 2 cgroup but the root; these two files of version 1 are in the root only.
    private bool IsBelowTheRoot(CgroupDirectories directories)
    {
        var top = directories.Directories[^1];
        return directories.Version == CgroupVersion.V2
            ? context.Root.Exists($"{top}/cgroup.events")
            : !context.Root.Exists($"{top}/cgroup.sane_behavior") && !context.Root.Exists($"{top}/release_agent");
    }

    private LimitCheck None(string why) => new()
    {
        Name = name,
        Scope = "cgroups",
        Path = _membership,
        Limit = RlimitValue.Unlimited,
        Enforced = false,
        Why = why,
    };
}
