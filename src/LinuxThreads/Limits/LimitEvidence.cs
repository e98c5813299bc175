using LinuxThreads.Headroom;

namespace LinuxThreads.Limits;

/// <summary>Names the limit that stopped a process, from what the kernel counted and what stood in its files afterwards.</summary>
internal static class LimitEvidence
{
    // Tasks of others come and go between the refusal and the reading of a limit that is shared with them.
    private const long Drift = 2;

    // A thread's stack is mapped before it is cloned; then copy_process asks in this order (kernel/fork.c).
    private static readonly LimitName[] KernelOrder =
    [
        LimitName.StackMin, LimitName.MaxMapCount, LimitName.RlimitAs, LimitName.RlimitData, LimitName.CommitLimit,
        LimitName.SeccompClone3, LimitName.RlimitNproc, LimitName.ThreadsMax, LimitName.PidMax, LimitName.PidsMax,
    ];

    /// <summary>The limit behind an error number, while the process that got it is still there.</summary>
    /// <param name="after">Its limits now.</param>
    /// <param name="errno">What it got.</param>
    /// <param name="growth">The kernel's counters that grew.</param>
    public static (LimitCheck? Limit, IReadOnlyList<string> Evidence) OfRefusal(LimitInspection after, Errno? errno, IReadOnlyDictionary<string, ulong> growth)
    {
        var refusals = growth.Where(counter => counter.Key.EndsWith("/pids.events max", StringComparison.Ordinal)).ToList();
        var near = after.Checks
            .Where(check => check.CanStopThreads && check.Errno == errno && check.ThreadsUntilHit <= Drift)
            .Where(check => (check.Name == LimitName.PidsMax) == (refusals.Count > 0))
            .OrderBy(check => check.ThreadsUntilHit)
            .ThenBy(check => Array.IndexOf(KernelOrder, check.Name))
            .ToList();
        var evidence = refusals.Select(counter => $"{counter.Key} grew by {counter.Value}.").ToList();
        evidence.AddRange(near.Select(check => $"At the refusal {check} were in use ({check.Path})."));
        if (near.Count == 0)
        {
            evidence.Add("No limit that can be read was reached at the refusal.");
        }

        return (near.FirstOrDefault(), evidence);
    }

    /// <summary>The limit behind the OOM killer's work; null if no counter of it grew.</summary>
    /// <param name="before">The limits before.</param>
    /// <param name="growth">The kernel's counters that grew.</param>
    public static (LimitCheck? Limit, IReadOnlyList<string> Evidence)? OfDeath(LimitInspection before, IReadOnlyDictionary<string, ulong> growth)
    {
        var kills = growth.Where(counter => counter.Key.EndsWith(" oom_kill", StringComparison.Ordinal)).ToList();
        if (kills.Count == 0)
        {
            return null;
        }

        var evidence = kills.Select(counter => $"{counter.Key} grew by {counter.Value}.").ToList();
        if (kills.All(counter => counter.Key.StartsWith("/proc/vmstat", StringComparison.Ordinal)))
        {
            return (before.Checks.FirstOrDefault(check => check.Name == LimitName.MemAvailable), evidence);
        }

        // Of the cgroups with a limit, the one whose limit was hit says so too; the nearest to the process if several do.
        var limited = before.Checks.Where(check => check.Name == LimitName.MemoryMax && check.Limit is { IsUnlimited: false }).ToList();
        var hit = limited.FirstOrDefault(check => growth.Keys.Any(counter => IsHit(counter, check)));
        if (hit is not null)
        {
            evidence.AddRange(growth.Where(counter => IsHit(counter.Key, hit)).Select(counter => $"{counter.Key} grew by {counter.Value}."));
        }

        return (hit ?? limited.MinBy(check => check.ThreadsUntilHit ?? long.MaxValue), evidence);
    }

    private static bool IsHit(string counter, LimitCheck check)
    {
        var directory = check.Path[..(check.Path.LastIndexOf('/') + 1)];
        return counter == $"{directory}memory.failcnt" || counter == $"{directory}memory.events oom";
    }
}
