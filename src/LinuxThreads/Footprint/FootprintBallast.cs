namespace LinuxThreads.Footprint;

/// <summary>Threads that were parked before the first counted one, to use up what ended threads had left in the kernel's slabs.</summary>
/// <remarks>
/// The kernel keeps slabs of which one object is in use, with room for the objects of threads to come; what these take from there is not new
/// memory, and would make the counted threads look smaller than they are. Source: <c>SUnreclaim</c> of <c>/proc/meminfo</c>, step by step.
/// </remarks>
/// <param name="Threads">The ballast; it stays parked and is in no figure.</param>
/// <param name="SlabGrowth">What the slabs grew by meanwhile, of the whole machine; <see langword="null"/> if the kernel does not say.</param>
/// <param name="Reused">What the ballast found there: what as many threads took at last, less the growth; never negative. <see langword="null"/> if it never got steady.</param>
/// <param name="ShrunkCaches">The kernel's caches that were asked to give back empty slabs first, which root may; 0 for anyone else.</param>
public sealed record FootprintBallast(int Threads, ByteSize? SlabGrowth, ByteSize? Reused, int ShrunkCaches)
{
    /// <summary>True if the slabs grew by the same for each thread at last, so that nothing of what was left is in the counted threads' figures.</summary>
    public bool IsSteady => Reused is not null;
}
