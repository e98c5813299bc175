using LinuxThreads.Interop;
using LinuxThreads.Native;

namespace LinuxThreads.Stacks;

/// <summary>The threads of this process, as far as they are in the register.</summary>
internal sealed class OwnThreads : IOwnThreads
{
    public ulong? HeadToEnd { get; } = MeasureHeadToEnd();

    public bool TryFind(Tid tid, out AddressRange bounds, out ByteSize guard)
    {
        var isKnown = ThreadRegister.TryFindByTid(tid, out var thread);
        bounds = isKnown ? RangeOf(thread!.StackBounds) : default;
        guard = isKnown ? thread!.StackBounds.GuardSize : default;
        return isKnown;
    }

    private static AddressRange RangeOf(StackBounds bounds) => new(bounds.Low, bounds.High);

    /// <summary>The same for every stack of this process whose end is a page's; the least is that without padding for alignment.</summary>
    private static ulong? MeasureHeadToEnd()
    {
        ulong? least = null;
        foreach (var thread in ThreadRegister.Registered)
        {
            var range = RangeOf(thread.StackBounds);
            // The first thread's head lies elsewhere; a thread that has just ended has none.
            if (range.End % (ulong)Environment.SystemPageSize == 0
                && TaskCalls.TryReadRobustList(thread.Tid, out var head, out _)
                && range.Contains((ulong)head))
            {
                least = Math.Min(least ?? ulong.MaxValue, range.End - (ulong)head);
            }
        }

        return least;
    }
}
