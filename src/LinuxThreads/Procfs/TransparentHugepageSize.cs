namespace LinuxThreads.Procfs;

/// <summary>One size of huge pages for ordinary memory, and which memory may have it.</summary>
/// <remarks>Source: <c>/sys/kernel/mm/transparent_hugepage/hugepages-*kB</c>. Since: Linux 6.8.</remarks>
/// <param name="Size">The size in bytes: a power of two of pages, up to that of a PMD.</param>
/// <param name="Enabled">Which anonymous memory may have it, <c>enabled</c>: <c>always</c>, <c>madvise</c>, <c>never</c>, or <c>inherit</c> the setting of <see cref="TransparentHugepage.Enabled"/>.</param>
public sealed record TransparentHugepageSize(ByteSize Size, SysfsChoice Enabled);
