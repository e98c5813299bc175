namespace LinuxThreads.Native;

/// <summary>The address range of one thread's stack, as the C library that made it knows it.</summary>
/// <remarks>
/// Source: <c>pthread_getattr_np(3)</c>. The range is what the thread may use, not what is resident; the C library keeps
/// its own block for the thread (thread-local storage included) at the upper end.
/// For the main thread glibc computes an answer from <c>RLIMIT_STACK</c> and <c>/proc/self/maps</c>: <paramref name="High"/> is
/// the end of the page above the first frame, so the arguments and environment above it are left out;
/// <paramref name="Low"/> is as far down as the stack may grow, most of which is not mapped yet; with an unlimited stack that is
/// the next mapping below. Its guard is 0: the kernel keeps a gap below that stack instead (<c>stack_guard_gap</c>).
/// </remarks>
/// <param name="Low">The lowest usable address, above the guard.</param>
/// <param name="High">One past the highest address.</param>
/// <param name="GuardSize">The inaccessible area right below <paramref name="Low"/>; 0 if there is none.</param>
public readonly record struct StackBounds(nuint Low, nuint High, ByteSize GuardSize)
{
    /// <summary>The usable size: the difference of the two addresses.</summary>
    public ByteSize Size => new(checked((long)(High - Low)));

    /// <summary>True if an address lies on this stack.</summary>
    public bool Contains(nuint address) => address >= Low && address < High;

    /// <summary>The addresses and the guard, for instance <c>0x7f0000001000-0x7f0000801000, guard 4096 B</c>.</summary>
    public override string ToString() => $"0x{Low:x}-0x{High:x}, guard {GuardSize}";
}
