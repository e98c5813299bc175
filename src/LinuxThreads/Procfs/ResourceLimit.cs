namespace LinuxThreads.Procfs;

/// <summary>One row of <c>/proc/[pid]/limits</c>.</summary>
/// <remarks>Source: the columns of that file.</remarks>
/// <param name="Soft">The limit that is enforced, in <paramref name="Units"/>.</param>
/// <param name="Hard">How far the process may raise the soft limit, in <paramref name="Units"/>.</param>
/// <param name="Units">The kernel's word for the unit, for instance <c>bytes</c>; <see langword="null"/> for the two priorities, which have none.</param>
public readonly record struct ResourceLimit(RlimitValue Soft, RlimitValue Hard, string? Units);
