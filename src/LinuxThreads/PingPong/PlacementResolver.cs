using LinuxThreads.Procfs;

namespace LinuxThreads.PingPong;

/// <summary>Finds the two CPUs that a placement asks for, from the machine's topology and the CPUs this process may use.</summary>
internal static class PlacementResolver
{
    /// <summary>The CPUs of both sides; an empty array for unpinned; null, with the reason, if this machine has no such pair.</summary>
    /// <param name="placement">What is asked for.</param>
    /// <param name="allowed">The CPUs this process may use, ascending; at least one.</param>
    /// <param name="topology">The machine's, read only where the placement needs it.</param>
    /// <param name="reason">Why there is no such pair.</param>
    public static int[]? TryResolve(Placement placement, IReadOnlyList<int> allowed, Func<CpuTopology> topology, out string? reason)
    {
        reason = null;
        switch (placement.Kind)
        {
            case PlacementKind.Unpinned:
                return [];
            case PlacementKind.SameCpu:
                return [allowed[0], allowed[0]];
            case PlacementKind.NamedCpus:
                return Named(placement, allowed, out reason);
            default:
                return FirstPair(placement, allowed, topology(), out reason);
        }
    }

    private static int[]? Named(Placement placement, IReadOnlyList<int> allowed, out string? reason)
    {
        int[] pair = [placement.CpuA!.Value, placement.CpuB!.Value];
        reason = null;
        foreach (var cpu in pair)
        {
            if (!allowed.Contains(cpu))
            {
                reason = $"CPU {cpu} is not there or this process may not use it; it may use {new CpuList(allowed)}.";
                return null;
            }
        }

        return pair;
    }

    private static int[]? FirstPair(Placement placement, IReadOnlyList<int> allowed, CpuTopology topology, out string? reason)
    {
        var entries = topology.Cpus.Where(cpu => allowed.Contains(cpu.Cpu)).ToArray();
        var untold = false;
        for (var a = 0; a < entries.Length; a++)
        {
            for (var b = a + 1; b < entries.Length; b++)
            {
                var relation = Relation(entries[a], entries[b]);
                untold |= relation is null;
                if (relation == placement.Kind)
                {
                    reason = null;
                    return [entries[a].Cpu, entries[b].Cpu];
                }
            }
        }

        reason = allowed.Count < 2
            ? $"{placement} needs two CPUs and this process may use only CPU {allowed[0]}."
            : $"no two of the CPUs that this process may use ({new CpuList(allowed)}) are {placement} to each other by /sys/devices/system/cpu"
                + (untold ? ", which does not list the caches of all of them; name two CPUs with cpus:A,B." : ".");
        return null;
    }

    /// <summary>How two different CPUs relate; null where sysfs does not tell.</summary>
    public static PlacementKind? Relation(CpuTopologyEntry a, CpuTopologyEntry b)
    {
        if (a.CoreCpusList is { } core && core.Contains(b.Cpu))
        {
            return PlacementKind.SmtSibling;
        }

        if (a.Node is { } nodeA && b.Node is { } nodeB && nodeA != nodeB)
        {
            return PlacementKind.CrossNode;
        }

        return LastLevel(a)?.SharedCpuList is { } shared
            ? shared.Contains(b.Cpu) ? PlacementKind.SameLlc : PlacementKind.CrossLlc
            : null;
    }

    private static CpuCache? LastLevel(CpuTopologyEntry cpu) => cpu.Caches.MaxBy(cache => cache.Level);
}
