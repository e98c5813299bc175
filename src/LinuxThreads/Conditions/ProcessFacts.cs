namespace LinuxThreads.Conditions;

/// <summary>The process that measures: its C library, runtime, rights and surroundings; a null property is unknown, with an entry that says why.</summary>
public sealed record ProcessFacts
{
    /// <summary>The C library: <c>glibc</c> or <c>musl</c>.</summary>
    /// <remarks>Source: the function <c>gnu_get_libc_version</c>, which only glibc has; else <c>ld-musl-</c> or <c>libc.so.6</c> in <c>/proc/self/maps</c>.</remarks>
    public string? Libc { get; init; }

    /// <summary>The C library's version, for instance <c>2.36</c>.</summary>
    /// <remarks>Source: <c>gnu_get_libc_version</c>; musl tells its version only to who runs its loader.</remarks>
    public string? LibcVersion { get; init; }

    /// <summary>The .NET runtime's version, for instance <c>10.0.1</c>.</summary>
    /// <remarks>Source: the runtime. Unknown for a captured tree.</remarks>
    public string? DotnetVersion { get; init; }

    /// <summary>The platform that the runtime was built for, for instance <c>linux-x64</c>.</summary>
    /// <remarks>Source: the runtime. Unknown for a captured tree.</remarks>
    public string? RuntimeIdentifier { get; init; }

    /// <summary>The user whose process it is.</summary>
    /// <remarks>Source: <c>Uid</c> of <c>/proc/self/status</c>, the real id.</remarks>
    public long? UserId { get; init; }

    /// <summary>The user whose rights it has.</summary>
    /// <remarks>Source: <c>Uid</c> of <c>/proc/self/status</c>, the effective id.</remarks>
    public long? EffectiveUserId { get; init; }

    /// <summary>The capabilities in force, for instance <c>CAP_SYS_PTRACE</c>; empty if none.</summary>
    /// <remarks>Source: <c>CapEff</c> of <c>/proc/self/status</c>. In a user namespace they hold only inside it.</remarks>
    public IReadOnlyList<string>? Capabilities { get; init; }

    /// <summary>The state of seccomp: <c>disabled</c>, <c>strict</c>, <c>filter</c>.</summary>
    /// <remarks>Source: <c>Seccomp</c> of <c>/proc/self/status</c>. A filter adds to the cost of every system call.</remarks>
    public string? Seccomp { get; init; }

    /// <summary>The number of seccomp filters that every system call passes.</summary>
    /// <remarks>Source: <c>Seccomp_filters</c> of <c>/proc/self/status</c>. Since: Linux 5.9.</remarks>
    public int? SeccompFilters { get; init; }

    /// <summary>How much later than asked the kernel may end a timed wait, in nanoseconds.</summary>
    /// <remarks>Source: <c>/proc/self/timerslack_ns</c>. Since: Linux 4.6.</remarks>
    public long? TimerSlackNs { get; init; }

    /// <summary>True if this process switched transparent huge pages off for itself.</summary>
    /// <remarks>Source: <c>THP_enabled</c> of <c>/proc/self/status</c>. Since: Linux 5.0.</remarks>
    public bool? TransparentHugePagesDisabled { get; init; }

    /// <summary>True if the size of new stacks is not limited.</summary>
    /// <remarks>Source: <c>Max stack size</c> of <c>/proc/self/limits</c>, the soft limit.</remarks>
    public bool? StackLimitUnlimited { get; init; }

    /// <summary>The soft limit on the main thread's stack, which both C libraries and .NET take as the default for threads, in bytes; null without an entry if unlimited.</summary>
    /// <remarks>Source: <c>Max stack size</c> of <c>/proc/self/limits</c>.</remarks>
    public long? StackLimitBytes { get; init; }

    /// <summary>True if there is a sign that this process is in a container; false only excludes containers without these signs.</summary>
    /// <remarks>Source: <see cref="ContainerHints"/>.</remarks>
    public bool? Container { get; init; }

    /// <summary>The signs of a container that were found, as phrases; empty if none.</summary>
    /// <remarks>Source: marker files, nested namespaces in <c>/proc/self/status</c> and <c>uid_map</c>, names in <c>/proc/self/cgroup</c>, the root's file system.</remarks>
    public IReadOnlyList<string> ContainerHints { get; init; } = [];
}
