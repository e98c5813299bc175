using LinuxThreads.Procfs;

namespace LinuxThreads.Memory;

/// <summary>Has the kernel give back the empty slabs of the caches that threads take from.</summary>
/// <remarks>
/// Source: <c>/sys/kernel/slab/[cache]/shrink</c>, root's; where the kernel was built with <c>CONFIG_SLUB_SYSFS</c>. It frees nothing that is in use. Slabs
/// of which one object is left stay, so that a measurement must still use up what they hold.
/// </remarks>
internal static class SlabShrinker
{
    // What creating a thread with a stack and a guard takes objects from, by the slab caches that grow with it.
    private static readonly string[] Caches =
    [
        "task_struct", "pid", "vm_area_struct", "vmap_area", "anon_vma", "anon_vma_chain", "maple_node", "signal_cache", "sighand_cache",
        "kmalloc-32", "kmalloc-64", "kmalloc-96", "kmalloc-192", "kmalloc-512",
    ];

    /// <summary>Shrinks the caches that there are; how many.</summary>
    public static int Shrink(ProcRoot root) => Caches.Count(cache => root.TryWrite($"sys/kernel/slab/{cache}/shrink", "1") is null);
}
