using System.Diagnostics.CodeAnalysis;

namespace LinuxThreads.Procfs;

/// <summary>The kernel's flags of a mapping, those with a name here; the members are the kernel's <c>VM_</c> names re-cased.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/smaps</c>, <c>VmFlags</c>, two-letter codes (<c>show_smap_vma_flags</c> in <c>fs/proc/task_mmu.c</c>).
/// Since: Linux 3.8. The bits are this library's own; the kernel's differ by version and architecture.
/// </remarks>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "Named after the kernel's own key.")]
public enum VmFlags : ulong
{
    /// <summary>No flag with a name here.</summary>
    None = 0,

    /// <summary><c>rd</c>: readable (<c>VM_READ</c>).</summary>
    Read = 1UL << 0,

    /// <summary><c>wr</c>: writable (<c>VM_WRITE</c>).</summary>
    Write = 1UL << 1,

    /// <summary><c>ex</c>: executable (<c>VM_EXEC</c>).</summary>
    Exec = 1UL << 2,

    /// <summary><c>sh</c>: writes are seen by every process that maps it (<c>VM_SHARED</c>).</summary>
    Shared = 1UL << 3,

    /// <summary><c>mr</c>: may be made readable by <c>mprotect</c> (<c>VM_MAYREAD</c>).</summary>
    MayRead = 1UL << 4,

    /// <summary><c>mw</c>: may be made writable by <c>mprotect</c> (<c>VM_MAYWRITE</c>).</summary>
    MayWrite = 1UL << 5,

    /// <summary><c>me</c>: may be made executable by <c>mprotect</c> (<c>VM_MAYEXEC</c>).</summary>
    MayExec = 1UL << 6,

    /// <summary><c>ms</c>: was mapped as shared (<c>VM_MAYSHARE</c>).</summary>
    MayShare = 1UL << 7,

    /// <summary><c>gd</c>: grows downward on a fault below it (<c>VM_GROWSDOWN</c>): the first thread's stack.</summary>
    GrowsDown = 1UL << 8,

    /// <summary><c>um</c>: missing pages are handled by a userfaultfd (<c>VM_UFFD_MISSING</c>).</summary>
    UffdMissing = 1UL << 9,

    /// <summary><c>gu</c>: may contain lightweight guard regions of <c>MADV_GUARD_INSTALL</c> (<c>VM_MAYBE_GUARD</c>); where the kernel has this flag, its absence means there are none.</summary>
    MaybeGuard = 1UL << 10,

    /// <summary><c>pf</c>: pages without page structures, plain frame numbers (<c>VM_PFNMAP</c>).</summary>
    PfnMap = 1UL << 11,

    /// <summary><c>dw</c>: writing to the mapped file was refused (<c>VM_DENYWRITE</c>); older kernels only.</summary>
    DenyWrite = 1UL << 12,

    /// <summary><c>mp</c>: bounds tables of Intel MPX (<c>VM_MPX</c>); older kernels only.</summary>
    Mpx = 1UL << 13,

    /// <summary><c>uw</c>: write protection is handled by a userfaultfd (<c>VM_UFFD_WP</c>).</summary>
    UffdWp = 1UL << 14,

    /// <summary><c>ui</c>: minor faults are handled by a userfaultfd (<c>VM_UFFD_MINOR</c>).</summary>
    UffdMinor = 1UL << 15,

    /// <summary><c>lo</c>: locked into memory by <c>mlock</c> (<c>VM_LOCKED</c>).</summary>
    Locked = 1UL << 16,

    /// <summary><c>lf</c>: locked page by page as they are touched (<c>VM_LOCKONFAULT</c>).</summary>
    LockOnFault = 1UL << 17,

    /// <summary><c>io</c>: memory of a device (<c>VM_IO</c>).</summary>
    Io = 1UL << 18,

    /// <summary><c>sr</c>: advised to be read in sequence (<c>VM_SEQ_READ</c>).</summary>
    SeqRead = 1UL << 19,

    /// <summary><c>rr</c>: advised to be read at random (<c>VM_RAND_READ</c>).</summary>
    RandRead = 1UL << 20,

    /// <summary><c>dc</c>: not inherited by <c>fork</c> (<c>VM_DONTCOPY</c>).</summary>
    DontCopy = 1UL << 21,

    /// <summary><c>de</c>: can't be grown by <c>mremap</c> (<c>VM_DONTEXPAND</c>).</summary>
    DontExpand = 1UL << 22,

    /// <summary><c>ac</c>: counted towards the commit limit (<c>VM_ACCOUNT</c>).</summary>
    Account = 1UL << 23,

    /// <summary><c>nr</c>: not counted towards the commit limit (<c>VM_NORESERVE</c>).</summary>
    NoReserve = 1UL << 24,

    /// <summary><c>ht</c>: pages of hugetlbfs (<c>VM_HUGETLB</c>).</summary>
    Hugetlb = 1UL << 25,

    /// <summary><c>sf</c>: page faults are synchronous with the file's storage (<c>VM_SYNC</c>).</summary>
    Sync = 1UL << 26,

    /// <summary><c>ar</c>: a flag of the architecture's own (<c>VM_ARCH_1</c>).</summary>
    Arch1 = 1UL << 27,

    /// <summary><c>wf</c>: reads as zeros in a forked child (<c>VM_WIPEONFORK</c>).</summary>
    WipeOnFork = 1UL << 28,

    /// <summary><c>dd</c>: left out of core dumps (<c>VM_DONTDUMP</c>).</summary>
    DontDump = 1UL << 29,

    /// <summary><c>sd</c>: soft-dirty tracking treats the whole mapping as written to (<c>VM_SOFTDIRTY</c>).</summary>
    SoftDirty = 1UL << 30,

    /// <summary><c>mm</c>: pages with and without page structures (<c>VM_MIXEDMAP</c>).</summary>
    MixedMap = 1UL << 31,

    /// <summary><c>hg</c>: advised to use transparent huge pages, <c>MADV_HUGEPAGE</c> (<c>VM_HUGEPAGE</c>).</summary>
    HugePage = 1UL << 32,

    /// <summary><c>nh</c>: advised not to use transparent huge pages, <c>MADV_NOHUGEPAGE</c> (<c>VM_NOHUGEPAGE</c>).</summary>
    NoHugePage = 1UL << 33,

    /// <summary><c>mg</c>: may be merged with equal pages by KSM (<c>VM_MERGEABLE</c>).</summary>
    Mergeable = 1UL << 34,

    /// <summary><c>bt</c>: guarded by branch target identification (<c>VM_ARM64_BTI</c>).</summary>
    Arm64Bti = 1UL << 35,

    /// <summary><c>mt</c>: memory tagging is on (<c>VM_MTE</c>).</summary>
    Mte = 1UL << 36,

    /// <summary><c>ss</c>: a shadow stack (<c>VM_SHADOW_STACK</c>).</summary>
    ShadowStack = 1UL << 37,

    /// <summary><c>sl</c>: sealed by <c>mseal</c> (<c>VM_SEALED</c>).</summary>
    Sealed = 1UL << 38,

    /// <summary><c>dp</c>: pages may be dropped under memory pressure (<c>VM_DROPPABLE</c>).</summary>
    Droppable = 1UL << 39,
}
