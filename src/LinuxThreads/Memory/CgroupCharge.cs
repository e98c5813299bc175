namespace LinuxThreads.Memory;

/// <summary>What one memory cgroup is charged at one moment.</summary>
/// <remarks>
/// The kernel charges objects one by one, not by whole slab pages, and leaves out what it does not account to anyone. Each CPU keeps up to 64 pages charged in
/// advance, so that two readings may be off by that many pages for each CPU.
/// </remarks>
/// <param name="Usage">Everything. Source: <c>memory.current</c>, in version 1 <c>memory.usage_in_bytes</c>.</param>
/// <param name="Kernel">What the kernel uses on behalf of the cgroup's tasks. Source: <c>memory.stat</c>, <c>kernel</c>, in version 1 <c>memory.kmem.usage_in_bytes</c>; null if not told.</param>
/// <param name="KernelStack">Kernel stacks. Source: <c>memory.stat</c>, <c>kernel_stack</c>; null in version 1.</param>
/// <param name="PageTables">Page tables. Source: <c>memory.stat</c>, <c>pagetables</c>; null in version 1.</param>
/// <param name="Slab">Kernel objects. Source: <c>memory.stat</c>, <c>slab</c>; null in version 1.</param>
public sealed record CgroupCharge(ByteSize Usage, ByteSize? Kernel, ByteSize? KernelStack, ByteSize? PageTables, ByteSize? Slab);
