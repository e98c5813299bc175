namespace LinuxThreads.Footprint;

/// <summary>The memory of the process and of the machine at one number of parked threads.</summary>
/// <param name="Threads">The parked threads.</param>
/// <param name="AddressSpace">Source: <c>/proc/self/status</c>, <c>VmSize</c>.</param>
/// <param name="UserRss">Source: <c>/proc/self/status</c>, <c>VmRSS</c>.</param>
/// <param name="StackRss">Source: <c>mincore(2)</c> over exactly the threads' stacks.</param>
/// <param name="PageTables">Source: <c>/proc/self/status</c>, <c>VmPTE</c>.</param>
/// <param name="KernelStack">Source: <c>/proc/meminfo</c>, <c>KernelStack</c>; of the whole machine.</param>
/// <param name="Slab">Source: <c>/proc/meminfo</c>, <c>SUnreclaim</c>; of the whole machine.</param>
/// <param name="MemAvailable">Source: <c>/proc/meminfo</c>, <c>MemAvailable</c>; of the whole machine.</param>
/// <param name="PerCpuLists">Source: <c>/proc/zoneinfo</c>, the <c>count:</c> lines; free pages that <c>MemAvailable</c> leaves out.</param>
/// <param name="Vmas">Source: the lines of <c>/proc/self/maps</c>.</param>
public sealed record FootprintReading(
    int Threads,
    ByteSize AddressSpace,
    ByteSize UserRss,
    ByteSize StackRss,
    ByteSize PageTables,
    ByteSize? KernelStack,
    ByteSize? Slab,
    ByteSize? MemAvailable,
    ByteSize PerCpuLists,
    int Vmas);
