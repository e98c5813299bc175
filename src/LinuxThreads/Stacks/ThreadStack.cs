using System.Diagnostics.CodeAnalysis;
using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>One thread's stack: where it lies, and what of it is in memory.</summary>
/// <remarks>
/// A figure that could not be had is <see langword="null"/>, and <see cref="Unavailable"/> says why; 0 means none.
/// The range is known to the page, except by <see cref="StackLocatedBy.OwnBounds"/>, where it is known to the byte.
/// The C library's block for the thread and its thread-local storage lie at the upper end and are part of the stack.
/// Excludes: the kernel's own stack of the thread, its alternate signal stack, stacks of coroutines it may run.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "A thread's stack, not a collection.")]
public sealed record ThreadStack
{
    /// <summary>The thread.</summary>
    public required Tid Tid { get; init; }

    /// <summary>Its name.</summary>
    /// <remarks>Source: <c>/proc/[pid]/task/[tid]/comm</c>.</remarks>
    public required Comm Comm { get; init; }

    /// <summary>The lowest usable address, above the guard; for the first thread the lowest that is mapped so far.</summary>
    public ulong? StackStart { get; init; }

    /// <summary>One past the highest address.</summary>
    public ulong? StackEnd { get; init; }

    /// <summary>Address space of the stack in bytes: <see cref="StackEnd"/> minus <see cref="StackStart"/>.</summary>
    public ByteSize? Reserved { get; init; }

    /// <summary>Size of the inaccessible area right below the stack, in bytes; 0 if there is none.</summary>
    /// <remarks>
    /// Source: the <c>---p</c> mapping below in <c>/proc/[pid]/smaps</c>, or bit 58 of <c>/proc/[pid]/pagemap</c> (<c>MADV_GUARD_INSTALL</c>).
    /// The first thread has none: the kernel keeps a gap below it (<c>stack_guard_gap</c>), which is no mapping.
    /// </remarks>
    public ByteSize? Guard { get; init; }

    /// <summary>Pages of the stack that are in memory, huge ones included, in bytes; what <c>mincore(2)</c> reports for the same range.</summary>
    /// <remarks>
    /// Source: <c>/proc/[pid]/pagemap</c> bit 63; <c>Rss</c> of <c>/proc/[pid]/smaps</c> on route <see cref="StackRoute.Smaps"/>.
    /// A page that was only read is the kernel's shared zero page: pagemap and <c>mincore</c> count it, smaps and
    /// <c>VmRSS</c> do not.
    /// </remarks>
    public ByteSize? Rss { get; init; }

    /// <summary>The stack's proportional share, each page divided by the number of its mappers, in bytes.</summary>
    /// <remarks>
    /// Source: <c>Pss</c> of <c>/proc/[pid]/smaps</c> if the stack is a mapping of its own, else bit 56 of <c>/proc/[pid]/pagemap</c>
    /// (mapped by this process only), which gives it if no page is shared. Excludes: the zero page, swapped pages.
    /// </remarks>
    public ByteSize? Pss { get; init; }

    /// <summary>Pages of the stack that are in swap, in bytes.</summary>
    /// <remarks>Source: <c>/proc/[pid]/pagemap</c> bit 62 without bit 58; <c>Swap</c> of <c>smaps</c> on route <see cref="StackRoute.Smaps"/>.</remarks>
    public ByteSize? Swap { get; init; }

    /// <summary>The part of <see cref="Rss"/> that is mapped by huge pages, in bytes.</summary>
    /// <remarks>
    /// Source: <c>AnonHugePages</c> of <c>/proc/[pid]/smaps</c> if the stack is a mapping of its own or the mapping has none,
    /// else <c>PAGEMAP_SCAN</c> with <c>PAGE_IS_HUGE</c> (since Linux 6.7). Excludes: large folios that are mapped page by page.
    /// </remarks>
    public ByteSize? Huge { get; init; }

    /// <summary><see cref="StackEnd"/> minus the lowest page that is present or swapped, in bytes: how deep the stack was ever used and not given back.</summary>
    /// <remarks>Source: <c>/proc/[pid]/pagemap</c>. 0 if no page is.</remarks>
    public ByteSize? TouchedDepth { get; init; }

    /// <summary>The part of <see cref="Rss"/> that earlier, deeper calls left behind: pages below the stack pointer, in bytes.</summary>
    /// <remarks>
    /// Source: <c>/proc/[pid]/task/[tid]/syscall</c> and <c>/proc/[pid]/pagemap</c> bit 63. The page of the stack pointer counts as in
    /// use, and so do the 128 bytes below it (the red zone of x86-64). The stack pointer is asked first and the pages are counted
    /// after: of a thread that runs meanwhile it is an estimate. Excludes: swapped pages.
    /// </remarks>
    public ByteSize? Retained { get; init; }

    /// <summary>Why <see cref="Retained"/> is <see langword="null"/>, as a clause, for instance that the thread is on a CPU; <see langword="null"/> if it is known, or the stack was not found.</summary>
    public string? RetainedUnknown { get; init; }

    /// <summary>True if the kernel may not use transparent huge pages for the mapping.</summary>
    /// <remarks>Source: <c>VmFlags</c> of <c>/proc/[pid]/smaps</c>, <c>nh</c>. <c>MAP_STACK</c> sets it since Linux 6.7.</remarks>
    public bool? NoHugePage { get; init; }

    /// <summary>Whether the stack may have transparent huge pages, and what the first would cost; <see langword="null"/> if the stack was not found.</summary>
    public StackHugePages? HugePages { get; init; }

    /// <summary>The way the stack was found; <see langword="null"/> if it was not.</summary>
    public StackLocatedBy? LocatedBy { get; init; }

    /// <summary>How large the first thread's stack may grow; <see langword="null"/> for other threads, and where it could not be read.</summary>
    /// <remarks>Source: <c>/proc/[pid]/limits</c>, soft limit of <c>Max stack size</c>.</remarks>
    public RlimitValue? Limit { get; init; }

    /// <summary>Why figures are missing, or what contradicts those that are there; <see langword="null"/> if neither.</summary>
    public string? Unavailable { get; init; }
}
