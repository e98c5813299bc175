namespace LinuxThreads.Conditions;

/// <summary>A limit on a whole number, set by the process's cgroup or one of its ancestors.</summary>
/// <remarks>Source: <c>pids.max</c>; <c>memory.max</c>, in version 1 <c>memory.limit_in_bytes</c>. Ancestors that cannot be seen from a container are not included.</remarks>
/// <param name="Limited">True if one of the visible levels sets a limit; null if unknown.</param>
/// <param name="Tightest">The lowest of the limits, in tasks or bytes; null if there is none or it is unknown.</param>
/// <param name="TightestFile">The file that sets it.</param>
/// <param name="OwnLimited">True if the process's own cgroup sets a limit; null if unknown.</param>
/// <param name="Own">The limit of the process's own cgroup; null if there is none or it is unknown.</param>
public sealed record CgroupLimit(bool? Limited, long? Tightest, string? TightestFile, bool? OwnLimited, long? Own);
