using System.Runtime.InteropServices;

namespace LinuxThreads.Stacks;

/// <summary>Where a thread's stack ends, told from an address within the C library's block for that thread.</summary>
/// <remarks>
/// The C library puts its block (<c>struct pthread</c>) at the upper end of the memory that the thread gets as stack.
/// x86-64 (TLS variant II): static thread-local storage lies below the block, the block is the last thing, and it is
/// smaller than a page; so the end of the page that holds it is the end of the stack, whatever the kernel merged above.
/// musl has its table of thread-specific data (1 KiB) above, still within the page.
/// arm64 (variant I): static thread-local storage lies above the block, and how much of it there is differs from program
/// to program; it is the same for every thread of one process, though. The smallest distance between block and
/// upper limit that two threads share is therefore the distance; a merged neighbour only makes it larger.
/// </remarks>
internal sealed class ThreadBlockRule
{
    private readonly ulong _pageSize;
    private readonly ulong? _distance;

    private ThreadBlockRule(ulong? distance, ulong pageSize)
    {
        _distance = distance;
        _pageSize = pageSize;
    }

    /// <summary>The block lies in the stack's last page.</summary>
    /// <param name="pageSize">The size of a page.</param>
    /// <param name="distance">From the address known to the end of the block, where that was measured; else 1.</param>
    public static ThreadBlockRule LastPage(ulong pageSize, ulong distance = 1) => new(distance, pageSize);

    /// <summary>The block lies at the same distance from the end in each stack; <paramref name="distances"/> are those to each one's upper limit.</summary>
    public static ThreadBlockRule SharedDistance(ulong pageSize, IEnumerable<ulong> distances)
    {
        var shared = distances.GroupBy(static distance => distance).Where(static group => group.Count() > 1).Select(static group => group.Key).ToArray();
        return new ThreadBlockRule(shared.Length == 0 ? null : shared.Min(), pageSize);
    }

    /// <summary>The rule of an architecture.</summary>
    /// <param name="architecture">The architecture of this process; the other one's is the same, or it has no 64-bit robust list.</param>
    /// <param name="pageSize">The size of a page.</param>
    /// <param name="distances">From each thread's block to the end of its mapping or the next guard above.</param>
    /// <param name="measured">From the address known to the stack's end, as measured in this process on a thread of the same C library.</param>
    public static ThreadBlockRule For(Architecture architecture, ulong pageSize, IEnumerable<ulong> distances, ulong? measured) =>
        architecture == Architecture.X64 ? LastPage(pageSize, measured ?? 1) : SharedDistance(pageSize, distances);

    /// <summary>One past the stack's highest address; null if the rule cannot tell.</summary>
    public ulong? EndOf(ulong block) => _distance is { } distance ? AddressRange.RoundUp(checked(block + distance), _pageSize) : null;
}
