namespace LinuxThreads.Memory;

/// <summary>The memory of one process, and of the machine, at one number of parked units in that process.</summary>
/// <remarks>What is of the whole machine moves with every other process, too; the fall of free memory (<see cref="LedgerClosure"/>) tells how much did.</remarks>
public sealed record LedgerReading
{
    /// <summary>The threads, or other units, that were parked; 0 or more.</summary>
    public required int Units { get; init; }

    /// <summary>Address space of the process, in bytes.</summary>
    /// <remarks>Source: <c>/proc/[pid]/status</c>, <c>VmSize</c>.</remarks>
    public required ByteSize AddressSpace { get; init; }

    /// <summary>Private writable mappings of the process, in bytes: what <c>RLIMIT_DATA</c> is compared with.</summary>
    /// <remarks>Source: <c>/proc/[pid]/status</c>, <c>VmData</c>.</remarks>
    public required ByteSize PrivateWritable { get; init; }

    /// <summary>Resident memory of the process, in bytes.</summary>
    /// <remarks>
    /// Source: <c>/proc/[pid]/smaps_rollup</c>, <c>Rss</c>, counted page by page; where there is no such file, <c>VmRSS</c> of <c>/proc/[pid]/status</c>. That one
    /// lags before Linux 6.2, where each thread kept up to 64 pages to itself before it added them, and may lag by a batch per CPU after it.
    /// </remarks>
    public required ByteSize UserRss { get; init; }

    /// <summary>The part of <see cref="UserRss"/> within the units' stacks, in bytes; <see langword="null"/> if nobody looked.</summary>
    /// <remarks>Source: <c>mincore(2)</c> over exactly the stacks, within the process.</remarks>
    public required ByteSize? StackRss { get; init; }

    /// <summary>Page-table pages of the process, in bytes.</summary>
    /// <remarks>Source: <c>/proc/[pid]/status</c>, <c>VmPTE</c>.</remarks>
    public required ByteSize PageTables { get; init; }

    /// <summary>The kernel's stacks of all threads of the machine, in bytes; <see langword="null"/> if the kernel does not say.</summary>
    /// <remarks>Source: <c>/proc/meminfo</c>, <c>KernelStack</c>.</remarks>
    public required ByteSize? KernelStack { get; init; }

    /// <summary>The kernel's objects, of the whole machine, without those it can drop at will, in bytes; <see langword="null"/> if the kernel does not say.</summary>
    /// <remarks>Source: <c>/proc/meminfo</c>, <c>SUnreclaim</c>. Whole slab pages, so objects that are free but whose slab is not empty count.</remarks>
    public required ByteSize? Slab { get; init; }

    /// <summary>What new programs could use, of the whole machine, in bytes; <see langword="null"/> if the kernel does not say.</summary>
    /// <remarks>Source: <c>/proc/meminfo</c>, <c>MemAvailable</c>. Excludes: <see cref="PerCpuLists"/>.</remarks>
    public required ByteSize? MemAvailable { get; init; }

    /// <summary>Free pages in the lists of each CPU, of the whole machine, in bytes.</summary>
    /// <remarks>Source: <c>/proc/zoneinfo</c>, the <c>count:</c> lines.</remarks>
    public required ByteSize PerCpuLists { get; init; }

    /// <summary>Threads of the whole machine: others' that come or go are in <see cref="KernelStack"/> and <see cref="Slab"/>, too.</summary>
    /// <remarks>Source: <c>/proc/loadavg</c>, all tasks, the number after the slash.</remarks>
    public required long MachineThreads { get; init; }

    /// <summary>Mappings of the process: what <c>vm.max_map_count</c> is compared with.</summary>
    /// <remarks>Source: the lines of <c>/proc/[pid]/maps</c>. Excludes: <c>[vsyscall]</c>, which is none of the process's own.</remarks>
    public required int Vmas { get; init; }

    /// <summary>Memory of the process that reads, if it is another one, in bytes: its growth is part of the fall of free memory. Zero if a process reads itself.</summary>
    /// <remarks>Source: <c>/proc/self/smaps_rollup</c>, <c>Anonymous</c>, and <c>VmPTE</c>; without the former, <c>RssAnon</c>. Excludes: pages of files, which were in the page cache before.</remarks>
    public required ByteSize ReaderMemory { get; init; }

    /// <summary>The kernel's object caches by name; <see langword="null"/> where only root may read them.</summary>
    /// <remarks>Source: <c>/proc/slabinfo</c>.</remarks>
    public required IReadOnlyList<SlabCacheUse>? SlabCaches { get; init; }

    /// <summary>What the memory cgroup of the process alone is charged; <see langword="null"/> if it has none of its own.</summary>
    public CgroupCharge? Charge { get; init; }

    /// <summary>The ledger: resident memory, page tables, kernel stacks and slab together, in bytes; <see langword="null"/> if the kernel does not say one of them.</summary>
    public ByteSize? Sum => UserRss + PageTables + KernelStack + Slab;
}
