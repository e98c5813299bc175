using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>What smaps says of a process as a whole; what of it may become huge, and what is.</summary>
/// <param name="Rss">All that is resident.</param>
/// <param name="AnonHugePages">The part of it in huge pages.</param>
/// <param name="EligibleSpace">The address space that may become huge; null if the kernel does not say of each mapping.</param>
internal readonly record struct HugePageReading(ByteSize Rss, ByteSize AnonHugePages, ByteSize? EligibleSpace)
{
    /// <exception cref="SyscallException">The process is gone, or its smaps may not be read.</exception>
    /// <exception cref="KernelFeatureMissingException">The kernel has no such file, or no such line in it.</exception>
    public static HugePageReading Read(ProcRoot root, Pid pid)
    {
        var path = $"proc/{pid}/smaps";
        return Parse(root.ReadAllBytes(path), root.Resolve(path));
    }

    public static HugePageReading Parse(ReadOnlySpan<byte> text, string path)
    {
        ByteSize rss = default, huge = default, eligible = default;
        var isTold = true;
        foreach (var entry in Smaps.Enumerate(text, path))
        {
            rss += entry.Rss;
            huge += entry.AnonHugePages
                ?? throw new KernelFeatureMissingException($"AnonHugePages of {path}", "CONFIG_TRANSPARENT_HUGEPAGE");
            isTold &= entry.THPeligible is not null;
            eligible += entry.THPeligible == true ? entry.Size : ByteSize.Zero;
        }

        return new HugePageReading(rss, huge, isTold ? eligible : null);
    }

    /// <summary>What grew since an earlier reading, as threads were parked.</summary>
    public HugePageSide Since(HugePageReading earlier, int threads) =>
        new(threads, Rss - earlier.Rss, AnonHugePages - earlier.AnonHugePages, EligibleSpace - earlier.EligibleSpace);
}
