namespace LinuxThreads.Workers;

/// <summary>A growing number of parked units of one kind in this very process; disposal ends them all.</summary>
internal interface IManagedUnits : IDisposable
{
    /// <summary>How many are parked.</summary>
    int Count { get; }

    /// <summary>The stacks of those that have one; <see langword="null"/> if nobody asked them where theirs is.</summary>
    IEnumerable<(nint Low, nuint Size)>? Stacks { get; }

    /// <summary>What kept them from staying parked, if anything did.</summary>
    string? Disturbance => null;

    /// <summary>Parks more; returns when they are parked. What refused one, or null.</summary>
    /// <param name="more">How many.</param>
    /// <param name="parked">May be told how many there are in between, by what takes so much that this process may not survive the rest.</param>
    Errno? Grow(int more, Action<long> parked);
}
