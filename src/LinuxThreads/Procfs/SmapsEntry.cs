namespace LinuxThreads.Procfs;

/// <summary>One mapping of a process with its memory figures: an entry of smaps, a view into the text without a copy.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/smaps</c>. Since: Linux 2.6.14, with <c>CONFIG_PROC_PAGE_MONITOR</c>. Valid as long as the bytes
/// that were parsed. A figure that this kernel does not print is <see langword="null"/>; 0 means that the kernel printed 0.
/// Excludes: page tables and other kernel memory.
/// </remarks>
public readonly ref struct SmapsEntry
{
    private readonly SmapsFields _fields;

    internal SmapsEntry(MemoryMapping mapping, scoped in SmapsFields fields, ReadOnlySpan<byte> text)
    {
        Mapping = mapping;
        Text = text;
        _fields = fields;
    }

    /// <summary>The mapping itself: addresses, rights, file.</summary>
    /// <remarks>Source: the entry's first line.</remarks>
    public MemoryMapping Mapping { get; }

    /// <summary>All lines of the entry as the kernel printed them, the mapping's own first.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Length of the mapping's address range, in bytes; what of it is resident is <see cref="Rss"/>.</summary>
    /// <remarks>Source: <c>Size</c>.</remarks>
    public ByteSize Size => _fields.SizeOf(SmapsKey.Size);

    /// <summary>Size of the pages that the kernel manages this mapping in, in bytes: that of a huge page for hugetlbfs.</summary>
    /// <remarks>Source: <c>KernelPageSize</c>. Since: Linux 2.6.29. Excludes: transparent huge pages.</remarks>
    public ByteSize? KernelPageSize => _fields.SizeOrNull(SmapsKey.KernelPageSize);

    /// <summary>Size of the pages that the processor maps it with, in bytes; other than <see cref="KernelPageSize"/> on some PowerPC machines only.</summary>
    /// <remarks>Source: <c>MMUPageSize</c>. Since: Linux 2.6.29.</remarks>
    public ByteSize? MMUPageSize => _fields.SizeOrNull(SmapsKey.MMUPageSize);

    /// <summary>Resident memory of the mapping, in bytes, shared pages counted whole.</summary>
    /// <remarks>Source: <c>Rss</c>. Excludes: swapped pages, pages of hugetlbfs, page tables.</remarks>
    public ByteSize Rss => _fields.SizeOf(SmapsKey.Rss);

    /// <summary>Resident memory of the mapping with each page divided by the number of its mappers, in bytes.</summary>
    /// <remarks>Source: <c>Pss</c>. Since: Linux 2.6.25. The kernel cuts it to whole kB, so that the sum over all entries may be lower than that of smaps_rollup.</remarks>
    public ByteSize Pss => _fields.SizeOf(SmapsKey.Pss);

    /// <summary>The part of <see cref="Pss"/> in dirty pages, in bytes.</summary>
    /// <remarks>Source: <c>Pss_Dirty</c>. Since: Linux 6.0.</remarks>
    public ByteSize? PssDirty => _fields.SizeOrNull(SmapsKey.PssDirty);

    /// <summary>Resident pages that more than one process maps and that equal their file, in bytes.</summary>
    /// <remarks>Source: <c>Shared_Clean</c>.</remarks>
    public ByteSize SharedClean => _fields.SizeOf(SmapsKey.SharedClean);

    /// <summary>Resident pages that more than one process maps and that were written to, in bytes.</summary>
    /// <remarks>Source: <c>Shared_Dirty</c>.</remarks>
    public ByteSize SharedDirty => _fields.SizeOf(SmapsKey.SharedDirty);

    /// <summary>Resident pages that only this process maps and that equal their file, in bytes.</summary>
    /// <remarks>Source: <c>Private_Clean</c>.</remarks>
    public ByteSize PrivateClean => _fields.SizeOf(SmapsKey.PrivateClean);

    /// <summary>Resident pages that only this process maps and that were written to, in bytes.</summary>
    /// <remarks>Source: <c>Private_Dirty</c>.</remarks>
    public ByteSize PrivateDirty => _fields.SizeOf(SmapsKey.PrivateDirty);

    /// <summary>Resident pages marked as accessed since that mark was last cleared, in bytes.</summary>
    /// <remarks>Source: <c>Referenced</c>. Since: Linux 2.6.22.</remarks>
    public ByteSize? Referenced => _fields.SizeOrNull(SmapsKey.Referenced);

    /// <summary>Resident pages that do not belong to a file, in bytes; copies made on write are among them.</summary>
    /// <remarks>Source: <c>Anonymous</c>. Excludes: swapped pages.</remarks>
    public ByteSize? Anonymous => _fields.SizeOrNull(SmapsKey.Anonymous);

    /// <summary>Resident pages that KSM has merged with equal ones, in bytes.</summary>
    /// <remarks>Source: <c>KSM</c>. Since: Linux 6.7. Excludes: zero pages that KSM placed.</remarks>
    public ByteSize? KSM => _fields.SizeOrNull(SmapsKey.KSM);

    /// <summary>Resident pages given up by <c>MADV_FREE</c> and not yet taken back, in bytes; they still count in <see cref="Rss"/>.</summary>
    /// <remarks>Source: <c>LazyFree</c>. Since: Linux 4.12.</remarks>
    public ByteSize? LazyFree => _fields.SizeOrNull(SmapsKey.LazyFree);

    /// <summary>Resident anonymous memory in transparent huge pages mapped as a whole, in bytes.</summary>
    /// <remarks>Source: <c>AnonHugePages</c>. Since: Linux 2.6.38. Excludes: hugetlbfs, and smaller folios of several pages.</remarks>
    public ByteSize? AnonHugePages => _fields.SizeOrNull(SmapsKey.AnonHugePages);

    /// <summary>Resident shared memory (shmem, tmpfs) in huge pages mapped as a whole, in bytes.</summary>
    /// <remarks>Source: <c>ShmemPmdMapped</c>. Since: Linux 4.8.</remarks>
    public ByteSize? ShmemPmdMapped => _fields.SizeOrNull(SmapsKey.ShmemPmdMapped);

    /// <summary>Resident page cache in huge pages mapped as a whole, in bytes.</summary>
    /// <remarks>Source: <c>FilePmdMapped</c>. Since: Linux 5.4.</remarks>
    public ByteSize? FilePmdMapped => _fields.SizeOrNull(SmapsKey.FilePmdMapped);

    /// <summary>Pages of hugetlbfs that more than one process maps, in bytes.</summary>
    /// <remarks>Source: <c>Shared_Hugetlb</c>. Since: Linux 4.4. Excluded from <see cref="Rss"/> and <see cref="Pss"/>.</remarks>
    public ByteSize? SharedHugetlb => _fields.SizeOrNull(SmapsKey.SharedHugetlb);

    /// <summary>Pages of hugetlbfs that only this process maps, in bytes.</summary>
    /// <remarks>Source: <c>Private_Hugetlb</c>. Since: Linux 4.4. Excluded from <see cref="Rss"/> and <see cref="Pss"/>.</remarks>
    public ByteSize? PrivateHugetlb => _fields.SizeOrNull(SmapsKey.PrivateHugetlb);

    /// <summary>Memory of the mapping that is in swap, in bytes, shared pages counted whole.</summary>
    /// <remarks>Source: <c>Swap</c>. Since: Linux 2.6.26.</remarks>
    public ByteSize? Swap => _fields.SizeOrNull(SmapsKey.Swap);

    /// <summary>Memory of the mapping that is in swap with each page divided by the number of its users, in bytes.</summary>
    /// <remarks>Source: <c>SwapPss</c>. Since: Linux 4.3. Excludes: swapped shared memory.</remarks>
    public ByteSize? SwapPss => _fields.SizeOrNull(SmapsKey.SwapPss);

    /// <summary>Resident memory locked by <c>mlock</c>, in bytes; shared pages are divided as in <see cref="Pss"/>.</summary>
    /// <remarks>Source: <c>Locked</c>.</remarks>
    public ByteSize? Locked => _fields.SizeOrNull(SmapsKey.Locked);

    /// <summary>True if the mapping may get transparent huge pages as the system is set now.</summary>
    /// <remarks>Source: <c>THPeligible</c>. Since: Linux 5.0.</remarks>
    public bool? THPeligible => _fields.ValueOf(SmapsKey.THPeligible) is { } value ? value != 0 : null;

    /// <summary>Memory protection key of the mapping; 0 is the default key.</summary>
    /// <remarks>Source: <c>ProtectionKey</c>. Since: Linux 4.9, where processor and kernel have protection keys.</remarks>
    public int? ProtectionKey => (int?)_fields.ValueOf(SmapsKey.ProtectionKey);

    /// <summary>The kernel's flags of the mapping, those with a name here; see <see cref="UnrecognizedVmFlagCount"/> for the rest.</summary>
    /// <remarks>Source: <c>VmFlags</c>. Since: Linux 3.8.</remarks>
    public VmFlags? VmFlags => _fields.ValueOf(SmapsKey.VmFlags) is { } bits ? (VmFlags)unchecked((ulong)bits) : null;

    /// <summary>The number of flags of the mapping that have no name here; they stand in <see cref="VmFlagsText"/>.</summary>
    /// <remarks>Source: <c>VmFlags</c>.</remarks>
    public int UnrecognizedVmFlagCount => _fields.UnrecognizedVmFlags;

    /// <summary>The flags as printed, two-letter codes with a space after each; empty if the kernel prints none.</summary>
    /// <remarks>Source: <c>VmFlags</c>.</remarks>
    public ReadOnlySpan<byte> VmFlagsText
    {
        get
        {
            var key = "\nVmFlags:"u8;
            var start = Text.IndexOf(key);
            if (start < 0)
            {
                return default;
            }

            var value = Text[(start + key.Length)..];
            return value[..value.IndexOf((byte)'\n')].TrimStart((byte)' ');
        }
    }

    /// <summary>The number of lines of the entry whose key is not known here; <see cref="Unrecognized"/> has them.</summary>
    public int UnrecognizedCount => _fields.Unrecognized;

    /// <summary>The lines of the entry whose key is not known here: those of a kernel newer than this library.</summary>
    public UnrecognizedSmapsLines Unrecognized => new(Text);

    /// <summary>True if the mapping has all of <paramref name="flags"/>; false too where the kernel prints no flags.</summary>
    /// <param name="flags">The flags asked for.</param>
    public bool HasVmFlags(VmFlags flags) => VmFlags is { } set && (set & flags) == flags;

    /// <summary>True if the flag with this two-letter code is set, whether or not it has a name here.</summary>
    /// <param name="code">The code as printed, for instance <c>"nh"u8</c>.</param>
    public bool HasVmFlag(ReadOnlySpan<byte> code) => VmFlagCodes.Contains(VmFlagsText, code);
}
