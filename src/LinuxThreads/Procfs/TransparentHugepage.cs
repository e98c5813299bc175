using System.Globalization;

namespace LinuxThreads.Procfs;

/// <summary>When the kernel uses huge pages for ordinary memory, thread stacks included: <c>/sys/kernel/mm/transparent_hugepage/</c>.</summary>
/// <remarks>Source: the files of that directory. Since: Linux 2.6.38 with <c>CONFIG_TRANSPARENT_HUGEPAGE</c>.</remarks>
public sealed record TransparentHugepage
{
    private const string Directory = "sys/kernel/mm/transparent_hugepage";
    private const string SizePrefix = "hugepages-";

    private TransparentHugepage(SysfsChoice enabled) => Enabled = enabled;

    /// <summary>Which anonymous memory may have them: <c>always</c>, <c>madvise</c> or <c>never</c>.</summary>
    /// <remarks>Source: <c>enabled</c>. Excludes: the sizes below one PMD, which have settings of their own (<c>hugepages-*kB/enabled</c>).</remarks>
    public SysfsChoice Enabled { get; }

    /// <summary>Whether a page fault may wait until a huge page is made free.</summary>
    /// <remarks>Source: <c>defrag</c>.</remarks>
    public SysfsChoice? Defrag { get; private init; }

    /// <summary>The size of a huge page; 2 MiB on x86-64.</summary>
    /// <remarks>Source: <c>hpage_pmd_size</c>. Since: Linux 4.10.</remarks>
    public ByteSize? HpagePmdSize { get; private init; }

    /// <summary>The sizes that have a setting of their own, ascending; empty where the kernel knows one size only.</summary>
    /// <remarks>Source: the directories <c>hugepages-*kB</c>. Since: Linux 6.8.</remarks>
    public IReadOnlyList<TransparentHugepageSize> Sizes { get; private init; } = [];

    /// <summary>The most pages of a huge page's range that may be untouched when <c>khugepaged</c> makes one of what is there; in pages.</summary>
    /// <remarks>Source: <c>khugepaged/max_ptes_none</c>. 511 of 512 as a rule: one page in memory is enough.</remarks>
    public long? KhugepagedMaxPtesNone { get; private init; }

    /// <summary>The settings of the running system.</summary>
    /// <exception cref="KernelFeatureMissingException">There is no such directory.</exception>
    /// <exception cref="SyscallException">A file could not be read.</exception>
    /// <exception cref="ProcfsFormatException">A file is not what the kernel documents.</exception>
    public static TransparentHugepage Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var enabled = Choice(root, "enabled")
            ?? throw new KernelFeatureMissingException(root.Resolve(Directory), "CONFIG_TRANSPARENT_HUGEPAGE, and a /sys that shows it");
        return new TransparentHugepage(enabled)
        {
            Defrag = Choice(root, "defrag"),
            HpagePmdSize = Count(root, "hpage_pmd_size") is { } bytes ? new ByteSize(bytes) : null,
            Sizes = ReadSizes(root),
            KhugepagedMaxPtesNone = Count(root, "khugepaged/max_ptes_none"),
        };
    }

    private static TransparentHugepageSize[] ReadSizes(ProcRoot root) =>
    [
        .. from name in root.ReadNames(Directory)
           where name.StartsWith(SizePrefix, StringComparison.Ordinal)
           let enabled = Choice(root, $"{name}/enabled")
           where enabled is not null
           orderby SizeOf(root, name)
           select new TransparentHugepageSize(SizeOf(root, name), enabled),
    ];

    private static ByteSize SizeOf(ProcRoot root, string name) =>
        name.EndsWith("kB", StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(SizePrefix.Length, name.Length - SizePrefix.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes)
            ? ByteSize.FromKibibytes(kibibytes)
            : throw new ProcfsFormatException(root.Resolve(Directory), 0, null, name, "hugepages-, a whole number, kB");

    private static long? Count(ProcRoot root, string name) =>
        root.TryReadAllBytes($"{Directory}/{name}") is { } text ? TextField.Single(text, root.Resolve($"{Directory}/{name}")).Count() : null;

    private static SysfsChoice? Choice(ProcRoot root, string name) =>
        root.TryReadAllBytes($"{Directory}/{name}") is { } text
            ? SysfsChoice.Parse(text, root.Resolve($"{Directory}/{name}"))
            : null;
}
