namespace LinuxThreads.Headroom;

/// <summary>How much CPU time one cgroup, with everything below it, may use.</summary>
/// <param name="Scope">The cgroup in words: <c>cgroup /a/b</c>.</param>
/// <param name="Path">The file the quota was read from.</param>
/// <param name="Quota">CPU time in each period, shared by all CPUs; <see langword="null"/> if there is no limit.</param>
/// <param name="Period">The period's length.</param>
public sealed record CpuQuota(string Scope, string Path, Nanoseconds? Quota, Nanoseconds Period)
{
    /// <summary>The quota as a number of CPUs, which may be a fraction; <see langword="null"/> if there is no limit.</summary>
    /// <remarks>Source: quota ÷ period.</remarks>
    public double? Cpus => Quota is { } quota ? quota / Period : null;
}
