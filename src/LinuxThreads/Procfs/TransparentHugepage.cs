namespace LinuxThreads.Procfs;

/// <summary>When the kernel uses huge pages for ordinary memory, thread stacks included: <c>/sys/kernel/mm/transparent_hugepage/</c>.</summary>
/// <remarks>Source: the files of that directory. Since: Linux 2.6.38 with <c>CONFIG_TRANSPARENT_HUGEPAGE</c>.</remarks>
public sealed record TransparentHugepage
{
    private const string Directory = "sys/kernel/mm/transparent_hugepage";

    private TransparentHugepage(SysfsChoice enabled, SysfsChoice? defrag, ByteSize? hpagePmdSize)
    {
        Enabled = enabled;
        Defrag = defrag;
        HpagePmdSize = hpagePmdSize;
    }

    /// <summary>Which anonymous memory may have them: <c>always</c>, <c>madvise</c> or <c>never</c>.</summary>
    /// <remarks>Source: <c>enabled</c>. Excludes: the sizes below one PMD, which have settings of their own (<c>hugepages-*kB/enabled</c>).</remarks>
    public SysfsChoice Enabled { get; }

    /// <summary>Whether a page fault may wait until a huge page is made free.</summary>
    /// <remarks>Source: <c>defrag</c>.</remarks>
    public SysfsChoice? Defrag { get; }

    /// <summary>The size of a huge page; 2 MiB on x86-64.</summary>
    /// <remarks>Source: <c>hpage_pmd_size</c>. Since: Linux 4.10.</remarks>
    public ByteSize? HpagePmdSize { get; }

    /// <summary>The settings of the running system.</summary>
    /// <exception cref="KernelFeatureMissingException">There is no such directory.</exception>
    /// <exception cref="SyscallException">A file could not be read.</exception>
    /// <exception cref="ProcfsFormatException">A file is not what the kernel documents.</exception>
    public static TransparentHugepage Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var enabled = Choice(root, "enabled")
            ?? throw new KernelFeatureMissingException(root.Resolve(Directory), "CONFIG_TRANSPARENT_HUGEPAGE, and a /sys that shows it");
        var size = root.TryReadAllBytes($"{Directory}/hpage_pmd_size");
        return new TransparentHugepage(
            enabled,
            Choice(root, "defrag"),
            size is null ? null : TextField.Single(size, root.Resolve($"{Directory}/hpage_pmd_size")).Size());
    }

    private static SysfsChoice? Choice(ProcRoot root, string name) =>
        root.TryReadAllBytes($"{Directory}/{name}") is { } text
            ? SysfsChoice.Parse(text, root.Resolve($"{Directory}/{name}"))
            : null;
}
