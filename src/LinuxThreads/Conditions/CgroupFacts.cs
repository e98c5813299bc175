namespace LinuxThreads.Conditions;

/// <summary>The control groups this process is in and what they allow it; a null property is unknown, with an entry that says why.</summary>
public sealed record CgroupFacts
{
    /// <summary>Which versions are mounted: <c>v1</c>, <c>v2</c>, <c>hybrid</c> for both, <c>none</c>.</summary>
    /// <remarks>Source: <c>/proc/self/mountinfo</c>, file systems <c>cgroup</c> and <c>cgroup2</c>.</remarks>
    public string? Mode { get; init; }

    /// <summary>The process's cgroup in the hierarchy that schedules it, seen from its cgroup namespace.</summary>
    /// <remarks>Source: <c>/proc/self/cgroup</c>, the version 1 line with the <c>cpu</c> controller, else the version 2 line.</remarks>
    public string? Path { get; init; }

    /// <summary>The levels below the root that <see cref="Path"/> has; each costs the scheduler a step at every switch.</summary>
    /// <remarks>Source: <see cref="Path"/>. Excludes: levels above a cgroup namespace's root, see <see cref="AncestorsHidden"/>.</remarks>
    public int? Depth { get; init; }

    /// <summary>True if the topmost directory that can be seen is not the hierarchy's root: limits may be set above it, unseen.</summary>
    /// <remarks>Source: the mount's root in <c>/proc/self/mountinfo</c>; <c>cgroup.events</c> (version 2) and <c>release_agent</c> (version 1), which only non-roots and only roots have.</remarks>
    public bool? AncestorsHidden { get; init; }

    /// <summary>The limit on CPU time; null if unknown.</summary>
    /// <remarks>Source: see <see cref="CgroupCpuLimit"/>.</remarks>
    public CgroupCpuLimit? Cpu { get; init; }

    /// <summary>The limit on memory, in bytes; null if unknown.</summary>
    /// <remarks>Source: see <see cref="CgroupLimit"/>.</remarks>
    public CgroupLimit? MemoryBytes { get; init; }

    /// <summary>The limit on tasks, threads included; null if unknown.</summary>
    /// <remarks>Source: see <see cref="CgroupLimit"/>.</remarks>
    public CgroupLimit? Pids { get; init; }

    /// <summary>True if real-time tasks need an allowance of their own from each cgroup.</summary>
    /// <remarks>Source: <c>cpu.rt_runtime_us</c> in version 1, else <c>CONFIG_RT_GROUP_SCHED</c> of the kernel's configuration.</remarks>
    public bool? RtGroupScheduling { get; init; }

    /// <summary>The process's own allowance, in microseconds of each period; 0 refuses real-time policies. Null without an entry if there is no such file.</summary>
    /// <remarks>Source: <c>cpu.rt_runtime_us</c> of version 1.</remarks>
    public long? RtRuntimeUs { get; init; }
}
