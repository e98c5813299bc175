namespace LinuxThreads.Footprint;

/// <summary>A growing number of parked units of one kind in this very process; disposal ends them all.</summary>
internal interface IManagedUnits : IDisposable
{
    /// <summary>How many are parked.</summary>
    int Count { get; }

    /// <summary>Parks more; returns when they are parked. What refused one, or null.</summary>
    Errno? Grow(int more);

    /// <summary>The stacks of those that have one.</summary>
    IEnumerable<(nint Low, nuint Size)> Stacks { get; }
}
