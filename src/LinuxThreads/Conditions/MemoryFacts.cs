using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>The machine's memory and how the kernel pages it; a null property is unknown, with an entry that says why.</summary>
public sealed record MemoryFacts
{
    /// <summary>The memory the kernel manages, in bytes.</summary>
    /// <remarks>Source: <c>MemTotal</c> of <c>/proc/meminfo</c>. Excludes: what the kernel itself and the firmware hold from boot on.</remarks>
    public long? TotalBytes { get; init; }

    /// <summary>The swap space, in bytes; 0 if there is none.</summary>
    /// <remarks>Source: <c>SwapTotal</c> of <c>/proc/meminfo</c>.</remarks>
    public long? SwapTotalBytes { get; init; }

    /// <summary>The size of a page, in bytes.</summary>
    /// <remarks>Source: <c>sysconf(_SC_PAGESIZE)</c>; unknown for a captured tree.</remarks>
    public int? PageSizeBytes { get; init; }

    /// <summary>Which memory may have transparent huge pages: <c>always</c>, <c>madvise</c>, <c>never</c>.</summary>
    /// <remarks>Source: <c>/sys/kernel/mm/transparent_hugepage/enabled</c>.</remarks>
    public string? TransparentHugePages { get; init; }

    /// <summary>Whether a page fault waits until a huge page is made free, in the kernel's word.</summary>
    /// <remarks>Source: <c>/sys/kernel/mm/transparent_hugepage/defrag</c>.</remarks>
    public string? TransparentHugePageDefrag { get; init; }

    /// <summary>The size of a transparent huge page, in bytes.</summary>
    /// <remarks>Source: <c>/sys/kernel/mm/transparent_hugepage/hpage_pmd_size</c>.</remarks>
    public long? HugePageSizeBytes { get; init; }

    /// <summary>How the kernel grants address space: 0 by estimate, 1 always, 2 up to a commit limit.</summary>
    /// <remarks>Source: <c>/proc/sys/vm/overcommit_memory</c>.</remarks>
    public int? OvercommitMode { get; init; }

    internal static MemoryFacts Read(FactReader reader, bool live)
    {
        var meminfo = reader.Value("total_bytes", "proc/meminfo", Meminfo.Parse);
        if (meminfo?.SwapTotal is null)
        {
            reader.Miss("swap_total_bytes", meminfo is null ? "It stands in the same file as total_bytes." : "/proc/meminfo has no line SwapTotal.");
        }

        if (!live)
        {
            reader.Miss("page_size_bytes", "It is asked of the running process; this is a captured tree.");
        }

        const string Huge = "sys/kernel/mm/transparent_hugepage";
        return new MemoryFacts
        {
            TotalBytes = meminfo?.MemTotal.Bytes,
            SwapTotalBytes = meminfo?.SwapTotal?.Bytes,
            PageSizeBytes = live ? Environment.SystemPageSize : null,
            TransparentHugePages = reader.Value("transparent_huge_pages", $"{Huge}/enabled", SysfsChoice.Parse)?.Selected,
            TransparentHugePageDefrag = reader.Value("transparent_huge_page_defrag", $"{Huge}/defrag", SysfsChoice.Parse)?.Selected,
            HugePageSizeBytes = reader.Number("huge_page_size_bytes", $"{Huge}/hpage_pmd_size"),
            OvercommitMode = reader.Number32("overcommit_mode", "proc/sys/vm/overcommit_memory"),
        };
    }
}
