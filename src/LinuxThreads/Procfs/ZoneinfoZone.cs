namespace LinuxThreads.Procfs;

/// <summary>One memory zone of one node.</summary>
/// <remarks>Source: <c>/proc/zoneinfo</c>, from a line <c>Node N, zone NAME</c> to the next.</remarks>
public sealed record ZoneinfoZone
{
    /// <summary>The number of the NUMA node; 0 on a machine without NUMA.</summary>
    /// <remarks>Source: <c>Node</c>.</remarks>
    public required int Node { get; init; }

    /// <summary>The zone's name: <c>DMA</c>, <c>DMA32</c>, <c>Normal</c>, <c>Movable</c>, <c>Device</c>.</summary>
    /// <remarks>Source: <c>zone</c>.</remarks>
    public required string Zone { get; init; }

    /// <summary>Free pages of the zone.</summary>
    /// <remarks>Source: <c>pages free</c>. Excludes: pages in the per-CPU lists.</remarks>
    public required long PagesFree { get; init; }

    /// <summary>The per-CPU lists of the zone, in the kernel's order; none for a zone without memory.</summary>
    /// <remarks>Source: <c>pagesets</c>.</remarks>
    public required IReadOnlyList<ZoneinfoPageset> Pagesets { get; init; }

    /// <summary>Pages in the per-CPU lists of the zone together.</summary>
    /// <remarks>Source: the sum of the zone's <c>count:</c> lines.</remarks>
    public long PerCpuListPages
    {
        get
        {
            long sum = 0;
            foreach (var pageset in Pagesets)
            {
                sum = checked(sum + pageset.Count);
            }

            return sum;
        }
    }
}
