namespace LinuxThreads.Stacks;

/// <summary>The state of each page of one process, as words of <see cref="PageWord"/> bits.</summary>
internal interface IPageTable
{
    ulong PageSize { get; }

    /// <summary>Fills <paramref name="words"/> with the pages from <paramref name="address"/> up.</summary>
    /// <returns>False if the process is gone.</returns>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    bool TryRead(ulong address, Span<ulong> words);

    /// <summary>The bytes of a range, widened to whole pages, that are mapped by huge pages; false with the kernel's answer where it can't tell.</summary>
    bool TrySumHuge(AddressRange range, out ByteSize huge, out Errno errno);
}
