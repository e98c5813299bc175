namespace LinuxThreads.Conditions;

/// <summary>A limit on CPU time, set by the process's cgroup or one of its ancestors.</summary>
/// <remarks>Source: <c>cpu.max</c>, in version 1 <c>cpu.cfs_quota_us</c> and <c>cpu.cfs_period_us</c>. Ancestors that cannot be seen from a container are not included.</remarks>
/// <param name="Limited">True if one of the visible levels sets a quota; null if unknown.</param>
/// <param name="TightestCpus">The lowest quota ÷ period, as a number of CPUs; null if there is none or it is unknown.</param>
/// <param name="TightestFile">The file that sets it.</param>
/// <param name="OwnLimited">True if the process's own cgroup sets a quota; null if unknown.</param>
/// <param name="OwnCpus">The quota ÷ period of the process's own cgroup; null if there is none or it is unknown.</param>
public sealed record CgroupCpuLimit(bool? Limited, double? TightestCpus, string? TightestFile, bool? OwnLimited, double? OwnCpus);
