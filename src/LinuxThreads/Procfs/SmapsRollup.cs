using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>The memory figures of a whole process: the sums over all its mappings, made by the kernel.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/smaps_rollup</c>. Since: Linux 4.14, with <c>CONFIG_PROC_PAGE_MONITOR</c>. A figure that this
/// kernel does not print is <see langword="null"/>; 0 means that the kernel printed 0. Excludes: page tables and other
/// kernel memory.
/// </remarks>
public sealed record SmapsRollup
{
    private const string AnyPath = "/proc/[pid]/smaps_rollup";
    private const string FileName = "smaps_rollup";
    private const string Requirement = "Linux 4.14 or later, built with CONFIG_PROC_PAGE_MONITOR";

    /// <summary>The lowest address of the process's first mapping.</summary>
    /// <remarks>Source: the first line, before the dash.</remarks>
    public required ulong Start { get; init; }

    /// <summary>One past the highest address of the process's last mapping.</summary>
    /// <remarks>Source: the first line, after the dash.</remarks>
    public required ulong End { get; init; }

    /// <summary>Resident memory of the process, in bytes, shared pages counted whole.</summary>
    /// <remarks>Source: <c>Rss</c>. Excludes: swapped pages, pages of hugetlbfs, page tables.</remarks>
    public required ByteSize Rss { get; init; }

    /// <summary>Resident memory of the process with each page divided by the number of its mappers, in bytes.</summary>
    /// <remarks>Source: <c>Pss</c>. Since: Linux 2.6.25. Cut to whole kB once, for the sum; smaps cuts each entry.</remarks>
    public required ByteSize Pss { get; init; }

    /// <summary>The part of <see cref="Pss"/> in dirty pages, in bytes.</summary>
    /// <remarks>Source: <c>Pss_Dirty</c>. Since: Linux 6.0.</remarks>
    public required ByteSize? PssDirty { get; init; }

    /// <summary>The part of <see cref="Pss"/> in anonymous pages, in bytes.</summary>
    /// <remarks>Source: <c>Pss_Anon</c>. Since: unknown; later than the file itself.</remarks>
    public required ByteSize? PssAnon { get; init; }

    /// <summary>The part of <see cref="Pss"/> in pages of files, in bytes.</summary>
    /// <remarks>Source: <c>Pss_File</c>. Since: unknown; later than the file itself.</remarks>
    public required ByteSize? PssFile { get; init; }

    /// <summary>The part of <see cref="Pss"/> in shared memory (shmem, tmpfs), in bytes.</summary>
    /// <remarks>Source: <c>Pss_Shmem</c>. Since: unknown; later than the file itself.</remarks>
    public required ByteSize? PssShmem { get; init; }

    /// <summary>Resident pages that more than one process maps and that equal their file, in bytes.</summary>
    /// <remarks>Source: <c>Shared_Clean</c>.</remarks>
    public required ByteSize SharedClean { get; init; }

    /// <summary>Resident pages that more than one process maps and that were written to, in bytes.</summary>
    /// <remarks>Source: <c>Shared_Dirty</c>.</remarks>
    public required ByteSize SharedDirty { get; init; }

    /// <summary>Resident pages that only this process maps and that equal their file, in bytes.</summary>
    /// <remarks>Source: <c>Private_Clean</c>.</remarks>
    public required ByteSize PrivateClean { get; init; }

    /// <summary>Resident pages that only this process maps and that were written to, in bytes.</summary>
    /// <remarks>Source: <c>Private_Dirty</c>.</remarks>
    public required ByteSize PrivateDirty { get; init; }

    /// <summary>Resident pages marked as accessed since that mark was last cleared, in bytes.</summary>
    /// <remarks>Source: <c>Referenced</c>. Since: Linux 2.6.22.</remarks>
    public required ByteSize? Referenced { get; init; }

    /// <summary>Resident pages that do not belong to a file, in bytes; copies made on write are among them.</summary>
    /// <remarks>Source: <c>Anonymous</c>. Excludes: swapped pages.</remarks>
    public required ByteSize? Anonymous { get; init; }

    /// <summary>Resident pages that KSM has merged with equal ones, in bytes.</summary>
    /// <remarks>Source: <c>KSM</c>. Since: Linux 6.7. Excludes: zero pages that KSM placed.</remarks>
    public required ByteSize? KSM { get; init; }

    /// <summary>Resident pages given up by <c>MADV_FREE</c> and not yet taken back, in bytes; they still count in <see cref="Rss"/>.</summary>
    /// <remarks>Source: <c>LazyFree</c>. Since: Linux 4.12.</remarks>
    public required ByteSize? LazyFree { get; init; }

    /// <summary>Resident anonymous memory in transparent huge pages mapped as a whole, in bytes.</summary>
    /// <remarks>Source: <c>AnonHugePages</c>. Since: Linux 2.6.38. Excludes: hugetlbfs, and smaller folios of several pages.</remarks>
    public required ByteSize? AnonHugePages { get; init; }

    /// <summary>Resident shared memory (shmem, tmpfs) in huge pages mapped as a whole, in bytes.</summary>
    /// <remarks>Source: <c>ShmemPmdMapped</c>. Since: Linux 4.8.</remarks>
    public required ByteSize? ShmemPmdMapped { get; init; }

    /// <summary>Resident page cache in huge pages mapped as a whole, in bytes.</summary>
    /// <remarks>Source: <c>FilePmdMapped</c>. Since: Linux 5.4.</remarks>
    public required ByteSize? FilePmdMapped { get; init; }

    /// <summary>Pages of hugetlbfs that more than one process maps, in bytes.</summary>
    /// <remarks>Source: <c>Shared_Hugetlb</c>. Since: Linux 4.4. Excluded from <see cref="Rss"/> and <see cref="Pss"/>.</remarks>
    public required ByteSize? SharedHugetlb { get; init; }

    /// <summary>Pages of hugetlbfs that only this process maps, in bytes.</summary>
    /// <remarks>Source: <c>Private_Hugetlb</c>. Since: Linux 4.4. Excluded from <see cref="Rss"/> and <see cref="Pss"/>.</remarks>
    public required ByteSize? PrivateHugetlb { get; init; }

    /// <summary>Memory of the process that is in swap, in bytes, shared pages counted whole.</summary>
    /// <remarks>Source: <c>Swap</c>. Since: Linux 2.6.26.</remarks>
    public required ByteSize? Swap { get; init; }

    /// <summary>Memory of the process that is in swap with each page divided by the number of its users, in bytes.</summary>
    /// <remarks>Source: <c>SwapPss</c>. Since: Linux 4.3. Excludes: swapped shared memory.</remarks>
    public required ByteSize? SwapPss { get; init; }

    /// <summary>Resident memory locked by <c>mlock</c>, in bytes; shared pages are divided as in <see cref="Pss"/>.</summary>
    /// <remarks>Source: <c>Locked</c>.</remarks>
    public required ByteSize? Locked { get; init; }

    /// <summary>The lines whose key is not known here, key and value, in the kernel's order; a key that stands there twice is here twice.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Unrecognized { get; init; }

    /// <summary>Parses the text of a smaps_rollup file.</summary>
    /// <param name="text">The bytes of the file.</param>
    /// <param name="path">The file's name for error messages.</param>
    /// <exception cref="ProcfsFormatException">The text is not what the kernel prints, or was cut short.</exception>
    public static SmapsRollup Parse(ReadOnlySpan<byte> text, string path = AnyPath)
    {
        var scanner = new TextScanner(text, path);
        var range = ParseRange(ref scanner);
        var lines = new KeyedLines(ref scanner);
        return new SmapsRollup
        {
            Start = range.Start,
            End = range.End,
            Rss = lines.Size("Rss"),
            Pss = lines.Size("Pss"),
            PssDirty = lines.SizeOrNull("Pss_Dirty"),
            PssAnon = lines.SizeOrNull("Pss_Anon"),
            PssFile = lines.SizeOrNull("Pss_File"),
            PssShmem = lines.SizeOrNull("Pss_Shmem"),
            SharedClean = lines.Size("Shared_Clean"),
            SharedDirty = lines.Size("Shared_Dirty"),
            PrivateClean = lines.Size("Private_Clean"),
            PrivateDirty = lines.Size("Private_Dirty"),
            Referenced = lines.SizeOrNull("Referenced"),
            Anonymous = lines.SizeOrNull("Anonymous"),
            KSM = lines.SizeOrNull("KSM"),
            LazyFree = lines.SizeOrNull("LazyFree"),
            AnonHugePages = lines.SizeOrNull("AnonHugePages"),
            ShmemPmdMapped = lines.SizeOrNull("ShmemPmdMapped"),
            FilePmdMapped = lines.SizeOrNull("FilePmdMapped"),
            SharedHugetlb = lines.SizeOrNull("Shared_Hugetlb"),
            PrivateHugetlb = lines.SizeOrNull("Private_Hugetlb"),
            Swap = lines.SizeOrNull("Swap"),
            SwapPss = lines.SizeOrNull("SwapPss"),
            Locked = lines.SizeOrNull("Locked"),
            Unrecognized = lines.Unrecognized(),
        };
    }

    /// <summary>Reads a process's figures.</summary>
    /// <exception cref="SyscallException">The process is gone, or the file could not be opened or read.</exception>
    /// <exception cref="KernelFeatureMissingException">The kernel has no such file.</exception>
    public static SmapsRollup Read(ProcRoot root, Pid pid)
    {
        ArgumentNullException.ThrowIfNull(root);
        var buffer = new ProcBuffer();
        PageMonitorFile.Read(root, pid, FileName, Requirement, buffer);
        return Parse(buffer.Bytes, root.Resolve($"proc/{pid}/{FileName}"));
    }

    /// <summary>Reads a process's figures, or answers false if the process is gone.</summary>
    /// <remarks>A kernel thread has no memory of its own and counts as gone: the kernel answers <c>ESRCH</c> for both.</remarks>
    /// <exception cref="SyscallException">The file is there and could not be opened or read.</exception>
    /// <exception cref="KernelFeatureMissingException">The kernel has no such file.</exception>
    public static bool TryRead(ProcRoot root, Pid pid, [NotNullWhen(true)] out SmapsRollup? rollup)
    {
        ArgumentNullException.ThrowIfNull(root);
        var buffer = new ProcBuffer();
        rollup = PageMonitorFile.TryRead(root, pid, FileName, Requirement, buffer)
            ? Parse(buffer.Bytes, root.Resolve($"proc/{pid}/{FileName}"))
            : null;
        return rollup is not null;
    }

    private static (ulong Start, ulong End) ParseRange(ref TextScanner scanner)
    {
        if (scanner.AtEnd)
        {
            throw scanner.Missing("address", "a first line with the process's address range");
        }

        var line = scanner.ReadLine();
        var mapping = MemoryMapping.ParseAnyLength(scanner, line);
        return mapping.Pathname.SequenceEqual("[rollup]"u8)
            ? (mapping.Start, mapping.End)
            : throw scanner.Error("pathname", line, "[rollup]");
    }
}
