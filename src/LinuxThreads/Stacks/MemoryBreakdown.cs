using System.Diagnostics.CodeAnalysis;
using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>The resident memory of one process, split by what it is for: stacks, guards, malloc's arenas, the GC's heap, code, files, the rest.</summary>
/// <remarks>
/// Source: <c>/proc/[pid]/smaps</c>, read once; each page belongs to exactly one class, and the sum of <c>Rss</c> over the classes is that
/// over the mappings to the byte. A mapping that holds more than one class, as one with stacks carved from it, is divided by <c>/proc/[pid]/pagemap</c>.
/// The stacks are located first; what a busy process maps or unmaps in between is in the class that it has by its line in smaps.
/// Needs <c>PTRACE_MODE_READ</c> on the process, and for the number of arenas <c>PTRACE_MODE_ATTACH</c>.
/// Excludes: page tables, kernel stacks and other kernel memory; pages of hugetlbfs.
/// </remarks>
/// <example><code>
/// foreach (var use in MemoryBreakdown.Read(Pid.Current).Classes)
/// {
///     Console.WriteLine($"{use.Class.JsonName()}: {use.Figures.Rss}");
/// }
/// </code></example>
public sealed record MemoryBreakdown
{
    /// <summary>The stacks that were located, from which <see cref="MemoryClass.ThreadStacks"/> follows.</summary>
    public required StackSnapshot Stacks { get; init; }

    /// <summary>The classes that the process has memory of, in the order of <see cref="MemoryClass"/>; one that is absent has no mapping.</summary>
    public required IReadOnlyList<MemoryClassUse> Classes { get; init; }

    /// <summary>What <see cref="MemoryClass.NamedAnonymous"/> consists of, by name.</summary>
    public required IReadOnlyList<NamedMemory> Names { get; init; }

    /// <summary>Resident memory, in bytes: the sum over <see cref="Classes"/>.</summary>
    /// <remarks>Source: <c>Rss</c> of every entry of <c>/proc/[pid]/smaps</c>.</remarks>
    public required ByteSize Rss { get; init; }

    /// <summary>The same as the kernel sums it up, in bytes, read right after; <see langword="null"/> where the kernel has no such file.</summary>
    /// <remarks>Source: <c>Rss</c> of <c>/proc/[pid]/smaps_rollup</c>.</remarks>
    public ByteSize? RollupRss { get; init; }

    /// <summary>The arenas of glibc's malloc; <see langword="null"/> if malloc is another one, or unknown.</summary>
    public ArenaUse? Arenas { get; init; }

    /// <summary>What could not be had, and why.</summary>
    public IReadOnlyList<Unavailable> Unavailable { get; init; } = [];

    /// <summary>The memory of one class; <see langword="null"/> if the process has no mapping of it.</summary>
    public MemoryClassUse? Of(MemoryClass kind) => Classes.FirstOrDefault(use => use.Class == kind);

    /// <summary>Reads the memory of a process.</summary>
    /// <exception cref="SyscallException">There is no such process (<c>ESRCH</c>), or its memory map may not be read (<c>EACCES</c>); the message says what to do.</exception>
    /// <exception cref="KernelFeatureMissingException">The kernel has no smaps.</exception>
    /// <exception cref="ProcfsFormatException">A file is not what the kernel documents.</exception>
    public static MemoryBreakdown Read(Pid pid) => new BreakdownReader(ProcRoot.System, StackSnapshot.Read(pid)).TryRead()
        ?? throw new SyscallException("open", Errno.ESRCH, $"process {pid}", $"Process {pid} ended while it was read.");

    /// <summary>Reads the memory of a process; false only if there is no such process, or no longer.</summary>
    /// <exception cref="SyscallException">The process is there and its memory map may not be read.</exception>
    /// <exception cref="KernelFeatureMissingException">The kernel has no smaps.</exception>
    /// <exception cref="ProcfsFormatException">A file is not what the kernel documents.</exception>
    public static bool TryRead(Pid pid, [NotNullWhen(true)] out MemoryBreakdown? breakdown)
    {
        breakdown = StackSnapshot.TryRead(pid, out var stacks) ? new BreakdownReader(ProcRoot.System, stacks).TryRead() : null;
        return breakdown is not null;
    }
}
