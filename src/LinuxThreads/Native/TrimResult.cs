namespace LinuxThreads.Native;

/// <summary>What <see cref="StackTrimmer"/> gave back of one stack.</summary>
/// <remarks>Source: <c>mincore(2)</c> over the range, before and after <c>madvise(MADV_DONTNEED)</c>. Excludes: swapped pages, which are given back too.</remarks>
/// <param name="Low">The lowest address of the range that was given back: the stack's end, or above an alternate signal stack that lies in it.</param>
/// <param name="High">One past its highest address; equal to <paramref name="Low"/> if the thread was so deep that nothing was left to give back.</param>
/// <param name="Before">Bytes of the range in memory before.</param>
/// <param name="After">Bytes of the range in memory after; more than 0 if a page came back at once.</param>
public readonly record struct TrimResult(nuint Low, nuint High, ByteSize Before, ByteSize After)
{
    /// <summary>What was freed, in bytes: <see cref="Before"/> minus <see cref="After"/>.</summary>
    public ByteSize Freed => Before - After;
}
