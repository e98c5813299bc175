namespace LinuxThreads.Stacks;

/// <summary>What parking the threads of one child process took, by the kernel's account of that process.</summary>
/// <remarks>Source: <c>/proc/[pid]/smaps</c> of the child before and after its threads were parked, summed over all mappings.</remarks>
/// <param name="Threads">How many were parked.</param>
/// <param name="Rss">The growth of <c>Rss</c>, in bytes.</param>
/// <param name="AnonHugePages">The growth of <c>AnonHugePages</c>, in bytes.</param>
/// <param name="EligibleSpace">The growth of the address space for which the kernel says <c>THPeligible: 1</c>, in bytes; <see langword="null"/> if it does not say.</param>
public sealed record HugePageSide(int Threads, ByteSize Rss, ByteSize AnonHugePages, ByteSize? EligibleSpace)
{
    /// <summary>Resident bytes that one more parked thread took.</summary>
    public double RssBytesPerThread => Rss.Bytes / (double)Threads;
}
