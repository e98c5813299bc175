namespace LinuxThreads.PingPong;

/// <summary>Where the two sides run in relation to each other.</summary>
public enum PlacementKind
{
    /// <summary>Both on one CPU.</summary>
    SameCpu,

    /// <summary>On the two hardware threads of one core.</summary>
    SmtSibling,

    /// <summary>On two cores that share their last-level cache.</summary>
    SameLlc,

    /// <summary>On two cores of one NUMA node with different last-level caches.</summary>
    CrossLlc,

    /// <summary>On two NUMA nodes.</summary>
    CrossNode,

    /// <summary>Wherever the scheduler puts them.</summary>
    Unpinned,

    /// <summary>On two CPUs named by the caller.</summary>
    NamedCpus,
}
