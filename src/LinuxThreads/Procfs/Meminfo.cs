namespace LinuxThreads.Procfs;

/// <summary>The memory of the whole machine as the kernel accounts for it.</summary>
/// <remarks>
/// Source: <c>/proc/meminfo</c>; members stand in the kernel's order. Only the first figures are on every system: which
/// of the others are there depends on version, configuration and architecture, and sandboxes that imitate /proc print a
/// subset. A figure that is not printed is <see langword="null"/>; 0 means that 0 was printed.
/// The kernel keeps many of these per CPU and folds them in later, so that two figures of one reading need not add up to the page.
/// </remarks>
public sealed record Meminfo
{
    private const string RelativePath = "proc/meminfo";
    private const string AnyPath = "/proc/meminfo";

    /// <summary>All memory that the kernel manages, in bytes: installed memory less what firmware and the kernel's image took.</summary>
    /// <remarks>Source: <c>MemTotal</c>.</remarks>
    public required ByteSize MemTotal { get; init; }

    /// <summary>Memory in no use at all, in bytes.</summary>
    /// <remarks>Source: <c>MemFree</c>. Excludes: pages in the per-CPU lists (see <see cref="Zoneinfo.PerCpuListPages"/>).</remarks>
    public required ByteSize MemFree { get; init; }

    /// <summary>The kernel's estimate of what new programs could use without swapping, in bytes.</summary>
    /// <remarks>Source: <c>MemAvailable</c>. Since: Linux 3.14. Counts free pages, and of page cache and reclaimable slab what could be dropped.</remarks>
    public required ByteSize? MemAvailable { get; init; }

    /// <summary>Page cache of block devices themselves, in bytes.</summary>
    /// <remarks>Source: <c>Buffers</c>.</remarks>
    public required ByteSize Buffers { get; init; }

    /// <summary>Page cache of files, shared memory among it, in bytes.</summary>
    /// <remarks>Source: <c>Cached</c>. Excludes: <c>Buffers</c> and <c>SwapCached</c>.</remarks>
    public required ByteSize Cached { get; init; }

    /// <summary>Memory that is both in swap and in memory, in bytes.</summary>
    /// <remarks>Source: <c>SwapCached</c>.</remarks>
    public required ByteSize? SwapCached { get; init; }

    /// <summary>Memory used recently, in bytes.</summary>
    /// <remarks>Source: <c>Active</c>.</remarks>
    public required ByteSize? Active { get; init; }

    /// <summary>Memory not used recently, first to be reclaimed, in bytes.</summary>
    /// <remarks>Source: <c>Inactive</c>.</remarks>
    public required ByteSize? Inactive { get; init; }

    /// <summary>The anonymous part of <see cref="Active"/>, in bytes.</summary>
    /// <remarks>Source: <c>Active(anon)</c>.</remarks>
    public required ByteSize? ActiveAnon { get; init; }

    /// <summary>The anonymous part of <see cref="Inactive"/>, in bytes.</summary>
    /// <remarks>Source: <c>Inactive(anon)</c>.</remarks>
    public required ByteSize? InactiveAnon { get; init; }

    /// <summary>The file part of <see cref="Active"/>, in bytes.</summary>
    /// <remarks>Source: <c>Active(file)</c>.</remarks>
    public required ByteSize? ActiveFile { get; init; }

    /// <summary>The file part of <see cref="Inactive"/>, in bytes.</summary>
    /// <remarks>Source: <c>Inactive(file)</c>.</remarks>
    public required ByteSize? InactiveFile { get; init; }

    /// <summary>Memory that can't be reclaimed, in bytes.</summary>
    /// <remarks>Source: <c>Unevictable</c>.</remarks>
    public required ByteSize? Unevictable { get; init; }

    /// <summary>Memory locked by <c>mlock</c>, in bytes.</summary>
    /// <remarks>Source: <c>Mlocked</c>.</remarks>
    public required ByteSize? Mlocked { get; init; }

    /// <summary>Swap space in all, in bytes.</summary>
    /// <remarks>Source: <c>SwapTotal</c>.</remarks>
    public required ByteSize? SwapTotal { get; init; }

    /// <summary>Swap space in no use, in bytes.</summary>
    /// <remarks>Source: <c>SwapFree</c>.</remarks>
    public required ByteSize? SwapFree { get; init; }

    /// <summary>Memory that compressed swap pages take, in bytes.</summary>
    /// <remarks>Source: <c>Zswap</c>. Since: Linux 5.19.</remarks>
    public required ByteSize? Zswap { get; init; }

    /// <summary>Memory whose compressed form is in <see cref="Zswap"/>, in bytes.</summary>
    /// <remarks>Source: <c>Zswapped</c>. Since: Linux 5.19.</remarks>
    public required ByteSize? Zswapped { get; init; }

    /// <summary>Page cache that waits to be written, in bytes.</summary>
    /// <remarks>Source: <c>Dirty</c>.</remarks>
    public required ByteSize? Dirty { get; init; }

    /// <summary>Page cache that is being written, in bytes.</summary>
    /// <remarks>Source: <c>Writeback</c>.</remarks>
    public required ByteSize? Writeback { get; init; }

    /// <summary>Anonymous memory mapped by processes, in bytes.</summary>
    /// <remarks>Source: <c>AnonPages</c>.</remarks>
    public required ByteSize? AnonPages { get; init; }

    /// <summary>Page cache mapped by processes, in bytes.</summary>
    /// <remarks>Source: <c>Mapped</c>.</remarks>
    public required ByteSize? Mapped { get; init; }

    /// <summary>Shared memory and tmpfs, in bytes.</summary>
    /// <remarks>Source: <c>Shmem</c>.</remarks>
    public required ByteSize? Shmem { get; init; }

    /// <summary>Kernel memory that can be reclaimed under pressure, <see cref="SReclaimable"/> among it, in bytes.</summary>
    /// <remarks>Source: <c>KReclaimable</c>. Since: Linux 4.20.</remarks>
    public required ByteSize? KReclaimable { get; init; }

    /// <summary>Memory of the kernel's object caches, in bytes.</summary>
    /// <remarks>Source: <c>Slab</c>.</remarks>
    public required ByteSize? Slab { get; init; }

    /// <summary>The reclaimable part of <see cref="Slab"/>, in bytes.</summary>
    /// <remarks>Source: <c>SReclaimable</c>.</remarks>
    public required ByteSize? SReclaimable { get; init; }

    /// <summary>The part of <see cref="Slab"/> that can't be reclaimed, in bytes; a thread's <c>task_struct</c> is here.</summary>
    /// <remarks>Source: <c>SUnreclaim</c>.</remarks>
    public required ByteSize? SUnreclaim { get; init; }

    /// <summary>Kernel stacks of all tasks, in bytes.</summary>
    /// <remarks>Source: <c>KernelStack</c>. Excludes: stacks of ended tasks that are kept for the next ones.</remarks>
    public required ByteSize? KernelStack { get; init; }

    /// <summary>Shadow call stacks of all tasks, in bytes.</summary>
    /// <remarks>Source: <c>ShadowCallStack</c>. Where the kernel is built with <c>CONFIG_SHADOW_CALL_STACK</c>.</remarks>
    public required ByteSize? ShadowCallStack { get; init; }

    /// <summary>Page tables of all processes, in bytes.</summary>
    /// <remarks>Source: <c>PageTables</c>.</remarks>
    public required ByteSize? PageTables { get; init; }

    /// <summary>Page tables of virtual machines and IOMMUs, in bytes.</summary>
    /// <remarks>Source: <c>SecPageTables</c>. Since: Linux 6.1.</remarks>
    public required ByteSize? SecPageTables { get; init; }

    /// <summary>Sent to an NFS server and not yet committed, in bytes; always 0 on current kernels.</summary>
    /// <remarks>Source: <c>NFS_Unstable</c>.</remarks>
    public required ByteSize? NFSUnstable { get; init; }

    /// <summary>Bounce buffers of block devices, in bytes.</summary>
    /// <remarks>Source: <c>Bounce</c>.</remarks>
    public required ByteSize? Bounce { get; init; }

    /// <summary>Temporary memory of FUSE for writing back, in bytes.</summary>
    /// <remarks>Source: <c>WritebackTmp</c>.</remarks>
    public required ByteSize? WritebackTmp { get; init; }

    /// <summary>Memory that may be committed to in all, in bytes; enforced only where <c>vm.overcommit_memory</c> is 2.</summary>
    /// <remarks>Source: <c>CommitLimit</c>.</remarks>
    public required ByteSize? CommitLimit { get; init; }

    /// <summary>Memory committed to processes, used or not, in bytes.</summary>
    /// <remarks>Source: <c>Committed_AS</c>.</remarks>
    public required ByteSize? CommittedAS { get; init; }

    /// <summary>Size of the kernel's vmalloc address range, in bytes.</summary>
    /// <remarks>Source: <c>VmallocTotal</c>.</remarks>
    public required ByteSize? VmallocTotal { get; init; }

    /// <summary>Memory mapped in the vmalloc range, in bytes; kernel stacks among it where <c>CONFIG_VMAP_STACK</c> is on.</summary>
    /// <remarks>Source: <c>VmallocUsed</c>. Always 0 in Linux 4.4 to 5.2.</remarks>
    public required ByteSize? VmallocUsed { get; init; }

    /// <summary>Largest free part of the vmalloc range, in bytes; always 0 on current kernels.</summary>
    /// <remarks>Source: <c>VmallocChunk</c>.</remarks>
    public required ByteSize? VmallocChunk { get; init; }

    /// <summary>Memory of the per-CPU allocator, in bytes.</summary>
    /// <remarks>Source: <c>Percpu</c>.</remarks>
    public required ByteSize? Percpu { get; init; }

    /// <summary>Memory set aside as defective, in bytes.</summary>
    /// <remarks>Source: <c>HardwareCorrupted</c>. Where the kernel is built with <c>CONFIG_MEMORY_FAILURE</c>.</remarks>
    public required ByteSize? HardwareCorrupted { get; init; }

    /// <summary>Anonymous memory in transparent huge pages, in bytes.</summary>
    /// <remarks>Source: <c>AnonHugePages</c>.</remarks>
    public required ByteSize? AnonHugePages { get; init; }

    /// <summary>Shared memory and tmpfs in huge pages, in bytes.</summary>
    /// <remarks>Source: <c>ShmemHugePages</c>. Since: Linux 4.8.</remarks>
    public required ByteSize? ShmemHugePages { get; init; }

    /// <summary>Shared memory mapped by processes in huge pages, in bytes.</summary>
    /// <remarks>Source: <c>ShmemPmdMapped</c>. Since: Linux 4.8.</remarks>
    public required ByteSize? ShmemPmdMapped { get; init; }

    /// <summary>Page cache in huge pages, in bytes.</summary>
    /// <remarks>Source: <c>FileHugePages</c>. Since: Linux 5.4.</remarks>
    public required ByteSize? FileHugePages { get; init; }

    /// <summary>Page cache mapped by processes in huge pages, in bytes.</summary>
    /// <remarks>Source: <c>FilePmdMapped</c>. Since: Linux 5.4.</remarks>
    public required ByteSize? FilePmdMapped { get; init; }

    /// <summary>Memory reserved for contiguous allocation, in bytes.</summary>
    /// <remarks>Source: <c>CmaTotal</c>. Where the kernel is built with <c>CONFIG_CMA</c>.</remarks>
    public required ByteSize? CmaTotal { get; init; }

    /// <summary>The part of <see cref="CmaTotal"/> in no use, in bytes.</summary>
    /// <remarks>Source: <c>CmaFree</c>. Where the kernel is built with <c>CONFIG_CMA</c>.</remarks>
    public required ByteSize? CmaFree { get; init; }

    /// <summary>Memory that a confidential guest has not accepted yet, in bytes.</summary>
    /// <remarks>Source: <c>Unaccepted</c>. Since: Linux 6.5.</remarks>
    public required ByteSize? Unaccepted { get; init; }

    /// <summary>Memory that balloon drivers have handed back to the host, in bytes.</summary>
    /// <remarks>Source: <c>Balloon</c>.</remarks>
    public required ByteSize? Balloon { get; init; }

    /// <summary>Size of the pool of huge pages of the default size, in pages.</summary>
    /// <remarks>Source: <c>HugePages_Total</c>. Where the kernel is built with <c>CONFIG_HUGETLB_PAGE</c>.</remarks>
    public required long? HugePagesTotal { get; init; }

    /// <summary>Huge pages of the pool in no use, in pages.</summary>
    /// <remarks>Source: <c>HugePages_Free</c>. Where the kernel is built with <c>CONFIG_HUGETLB_PAGE</c>.</remarks>
    public required long? HugePagesFree { get; init; }

    /// <summary>Huge pages of the pool promised and not yet handed out, in pages.</summary>
    /// <remarks>Source: <c>HugePages_Rsvd</c>. Where the kernel is built with <c>CONFIG_HUGETLB_PAGE</c>.</remarks>
    public required long? HugePagesRsvd { get; init; }

    /// <summary>Huge pages beyond the pool's set size, in pages.</summary>
    /// <remarks>Source: <c>HugePages_Surp</c>. Where the kernel is built with <c>CONFIG_HUGETLB_PAGE</c>.</remarks>
    public required long? HugePagesSurp { get; init; }

    /// <summary>The default size of a huge page, in bytes.</summary>
    /// <remarks>Source: <c>Hugepagesize</c>. Where the kernel is built with <c>CONFIG_HUGETLB_PAGE</c>.</remarks>
    public required ByteSize? Hugepagesize { get; init; }

    /// <summary>Memory in huge pages of all sizes, in bytes.</summary>
    /// <remarks>Source: <c>Hugetlb</c>.</remarks>
    public required ByteSize? Hugetlb { get; init; }

    /// <summary>Memory that the kernel maps with 4 KiB pages, in bytes.</summary>
    /// <remarks>Source: <c>DirectMap4k</c>.</remarks>
    public required ByteSize? DirectMap4k { get; init; }

    /// <summary>Memory that the kernel maps with 2 MiB pages, in bytes.</summary>
    /// <remarks>Source: <c>DirectMap2M</c>.</remarks>
    public required ByteSize? DirectMap2M { get; init; }

    /// <summary>Memory that the kernel maps with 1 GiB pages, in bytes.</summary>
    /// <remarks>Source: <c>DirectMap1G</c>.</remarks>
    public required ByteSize? DirectMap1G { get; init; }

    /// <summary>The lines whose key is not known here, key and value, in the kernel's order; a key that stands there twice is here twice.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Unrecognized { get; init; }

    /// <summary>Parses the text of the file.</summary>
    /// <param name="text">The bytes of the file.</param>
    /// <param name="path">The file's name for error messages.</param>
    /// <exception cref="ProcfsFormatException">The text is not what the kernel prints, or was cut short.</exception>
    public static Meminfo Parse(ReadOnlySpan<byte> text, string path = AnyPath)
    {
        var scanner = new TextScanner(text, path);
        var lines = new KeyedLines(ref scanner);
        return new Meminfo
        {
            MemTotal = lines.Size("MemTotal"),
            MemFree = lines.Size("MemFree"),
            MemAvailable = lines.SizeOrNull("MemAvailable"),
            Buffers = lines.Size("Buffers"),
            Cached = lines.Size("Cached"),
            SwapCached = lines.SizeOrNull("SwapCached"),
            Active = lines.SizeOrNull("Active"),
            Inactive = lines.SizeOrNull("Inactive"),
            ActiveAnon = lines.SizeOrNull("Active(anon)"),
            InactiveAnon = lines.SizeOrNull("Inactive(anon)"),
            ActiveFile = lines.SizeOrNull("Active(file)"),
            InactiveFile = lines.SizeOrNull("Inactive(file)"),
            Unevictable = lines.SizeOrNull("Unevictable"),
            Mlocked = lines.SizeOrNull("Mlocked"),
            SwapTotal = lines.SizeOrNull("SwapTotal"),
            SwapFree = lines.SizeOrNull("SwapFree"),
            Zswap = lines.SizeOrNull("Zswap"),
            Zswapped = lines.SizeOrNull("Zswapped"),
            Dirty = lines.SizeOrNull("Dirty"),
            Writeback = lines.SizeOrNull("Writeback"),
            AnonPages = lines.SizeOrNull("AnonPages"),
            Mapped = lines.SizeOrNull("Mapped"),
            Shmem = lines.SizeOrNull("Shmem"),
            KReclaimable = lines.SizeOrNull("KReclaimable"),
            Slab = lines.SizeOrNull("Slab"),
            SReclaimable = lines.SizeOrNull("SReclaimable"),
            SUnreclaim = lines.SizeOrNull("SUnreclaim"),
            KernelStack = lines.SizeOrNull("KernelStack"),
            ShadowCallStack = lines.SizeOrNull("ShadowCallStack"),
            PageTables = lines.SizeOrNull("PageTables"),
            SecPageTables = lines.SizeOrNull("SecPageTables"),
            NFSUnstable = lines.SizeOrNull("NFS_Unstable"),
            Bounce = lines.SizeOrNull("Bounce"),
            WritebackTmp = lines.SizeOrNull("WritebackTmp"),
            CommitLimit = lines.SizeOrNull("CommitLimit"),
            CommittedAS = lines.SizeOrNull("Committed_AS"),
            VmallocTotal = lines.SizeOrNull("VmallocTotal"),
            VmallocUsed = lines.SizeOrNull("VmallocUsed"),
            VmallocChunk = lines.SizeOrNull("VmallocChunk"),
            Percpu = lines.SizeOrNull("Percpu"),
            HardwareCorrupted = lines.SizeOrNull("HardwareCorrupted"),
            AnonHugePages = lines.SizeOrNull("AnonHugePages"),
            ShmemHugePages = lines.SizeOrNull("ShmemHugePages"),
            ShmemPmdMapped = lines.SizeOrNull("ShmemPmdMapped"),
            FileHugePages = lines.SizeOrNull("FileHugePages"),
            FilePmdMapped = lines.SizeOrNull("FilePmdMapped"),
            CmaTotal = lines.SizeOrNull("CmaTotal"),
            CmaFree = lines.SizeOrNull("CmaFree"),
            Unaccepted = lines.SizeOrNull("Unaccepted"),
            Balloon = lines.SizeOrNull("Balloon"),
            HugePagesTotal = lines.CountOrNull("HugePages_Total"),
            HugePagesFree = lines.CountOrNull("HugePages_Free"),
            HugePagesRsvd = lines.CountOrNull("HugePages_Rsvd"),
            HugePagesSurp = lines.CountOrNull("HugePages_Surp"),
            Hugepagesize = lines.SizeOrNull("Hugepagesize"),
            Hugetlb = lines.SizeOrNull("Hugetlb"),
            DirectMap4k = lines.SizeOrNull("DirectMap4k"),
            DirectMap2M = lines.SizeOrNull("DirectMap2M"),
            DirectMap1G = lines.SizeOrNull("DirectMap1G"),
            Unrecognized = lines.Unrecognized(),
        };
    }

    /// <summary>Reads the machine's figures.</summary>
    /// <exception cref="SyscallException">The file could not be opened or read.</exception>
    public static Meminfo Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Parse(root.ReadAllBytes(RelativePath), root.Resolve(RelativePath));
    }
}
