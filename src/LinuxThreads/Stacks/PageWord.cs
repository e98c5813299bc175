namespace LinuxThreads.Stacks;

/// <summary>The bits of one 64-bit word of <c>/proc/[pid]/pagemap</c> that anyone may see (Documentation/admin-guide/mm/pagemap.rst).</summary>
internal static class PageWord
{
    /// <summary>Mapped by this process only. Since: Linux 4.2. Never set for the zero page.</summary>
    public const ulong Exclusive = 1UL << 56;

    /// <summary>A guard of <c>MADV_GUARD_INSTALL</c>. Since: Linux 6.15. The kernel sets <see cref="Swapped"/> with it: a marker is stored where a swap entry would be.</summary>
    public const ulong Guard = 1UL << 58;

    public const ulong Swapped = 1UL << 62;

    public const ulong Present = 1UL << 63;
}
