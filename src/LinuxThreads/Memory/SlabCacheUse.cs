namespace LinuxThreads.Memory;

/// <summary>One of the kernel's object caches at one moment.</summary>
/// <param name="Name">The cache, for instance <c>task_struct</c>; caches of equal objects are merged under one of their names.</param>
/// <param name="ActiveObjects">Objects in use. Source: <c>/proc/slabinfo</c>, <c>active_objs</c>, which counts every object of a slab that a CPU holds.</param>
/// <param name="ObjectSize">One object with its padding, in bytes. Source: <c>objsize</c>.</param>
/// <param name="Memory">All slab pages of the cache, in bytes. Source: <c>num_slabs</c> · <c>pagesperslab</c> · the size of a page.</param>
public sealed record SlabCacheUse(string Name, long ActiveObjects, ByteSize ObjectSize, ByteSize Memory);
