namespace LinuxThreads.Stacks;

/// <summary>Finds one thread's stack from what is known of the thread and of the mappings; a pure function of these.</summary>
/// <remarks>Every bound needs a witness: where there is none, or two contradict each other, the answer is a reason and no range.</remarks>
internal sealed class StackLocator(MappingTable mappings, Func<StackMapping, GuardRuns> guardsIn, ThreadBlockRule rule)
{
    // glibc's arenas begin at multiples of HEAP_MAX_SIZE (malloc/arena.c), 64 MiB on 64-bit, and reserve as much.
    private const ulong ArenaSize = 64UL << 20;

    // Guards are a page by default, 8 KiB in musl, up to some hundred KiB in runtimes with zones of their own. A larger
    // inaccessible area may be a reserve of something else that ends there, or that the kernel merged with the guard.
    private static readonly ByteSize LargestPlausibleGuard = new(1 << 20);

    public StackLocation Locate(StackClues clues)
    {
        var location = clues switch
        {
            { IsMain: true } => LocateMain(),
            { OwnBounds: { } bounds } => LocateOwn(clues, bounds),
            { Head: { } head } => LocateByBlock(StackLocatedBy.RobustList, head),
            { Block: { } block } => LocateByBlock(StackLocatedBy.StackPointer, block),
            _ => StackLocation.Unknown($"bounds unknown: {clues.NoHead}; {clues.NoStackPointer}"),
        };

        return location.Range is { } range && clues.StackPointer is { } pointer && pointer != 0 && !range.Contains(pointer)
            ? location.With($"the stack pointer 0x{pointer:x} is outside this stack: the thread runs on another one (a signal stack, a coroutine), or the range is wrong")
            : location;
    }

    /// <summary>The distance from a thread's block to the nearest thing above that ends its stack at the latest; null if the block lies nowhere.</summary>
    public static ulong? DistanceToLimit(ulong block, MappingTable mappings, Func<StackMapping, GuardRuns> guardsIn) =>
        mappings.Find(block) is { IsWritable: true } mapping ? UpperLimit(mapping, guardsIn(mapping), block) - block : null;

    private static ulong UpperLimit(StackMapping mapping, GuardRuns guards, ulong address) =>
        guards.Above(address)?.Start ?? mapping.Range.End;

    private StackLocation LocateMain() => mappings.MainStack is { } stack
        ? StackLocation.Found(StackLocatedBy.Main, stack.Range, ByteSize.Zero, stack)
        : StackLocation.Unknown("bounds unknown: no mapping of the process is named [stack]");

    private StackLocation LocateOwn(StackClues clues, AddressRange bounds)
    {
        if (mappings.Find(bounds.Start) is not { } mapping || !mapping.Range.Contains(bounds))
        {
            return StackLocation.Unknown($"the bounds {bounds} that the C library tells are not within one mapping");
        }

        var location = StackLocation.Found(StackLocatedBy.OwnBounds, bounds, clues.OwnGuard, mapping);
        return clues.Head is { } head && !bounds.Contains(head)
            ? location.With($"the robust list head 0x{head:x} is outside the bounds that the C library tells")
            : location;
    }

    private StackLocation LocateByBlock(StackLocatedBy way, ulong block)
    {
        if (mappings.Find(block) is not { } mapping)
        {
            return StackLocation.Unknown($"bounds unknown: the thread's block at 0x{block:x} is in no mapping");
        }

        if (!mapping.IsWritable || mapping.IsMainStack)
        {
            return StackLocation.Unknown($"bounds unknown: the thread's block at 0x{block:x} is in a mapping that is no thread's stack ({mapping.Range})");
        }

        var guards = guardsIn(mapping);
        if (guards.Covers(block))
        {
            return StackLocation.Unknown($"bounds unknown: the thread's block at 0x{block:x} is in a guard");
        }

        if (rule.EndOf(block) is not { } end)
        {
            return StackLocation.Unknown("upper bound unknown: no two threads show the size of the thread-local storage above the thread's block");
        }

        var limit = UpperLimit(mapping, guards, block);
        if (end > limit)
        {
            return StackLocation.Unknown($"upper bound unknown: by the thread's block the stack ends at 0x{end:x}, but its mapping, or the next guard, at 0x{limit:x}");
        }

        return guards.Below(block) is { } guard
            ? Bounded(way, mapping, guard, end)
            : BoundedByMapping(way, mapping, end);
    }

    private static StackLocation Bounded(StackLocatedBy way, StackMapping mapping, AddressRange guard, ulong end)
    {
        var range = new AddressRange(guard.End, end);
        return guard.Length <= LargestPlausibleGuard
            ? StackLocation.Found(way, range, guard.Length, mapping)
            : StackLocation.Found(way, range, null, mapping, GuardNote(guard));
    }

    private StackLocation BoundedByMapping(StackLocatedBy way, StackMapping mapping, ulong end)
    {
        if (mappings.DirectlyBelow(mapping) is not { IsInaccessible: true } below || !below.HasSameBacking(mapping))
        {
            return StackLocation.Unknown("lower bound unknown: there is no guard below the thread's block in its mapping, nor below the mapping");
        }

        return IsArenaLike(mapping)
            ? StackLocation.Unknown("lower bound unknown: the mapping may be an arena of malloc, and what is below it the rest of another arena, not a guard")
            : Bounded(way, mapping, below.Range, end);
    }

    /// <summary>True for what looks like an arena: it may be preceded by the inaccessible rest of another one, which looks like a guard.</summary>
    private bool IsArenaLike(StackMapping mapping)
    {
        var end = mapping.Range.Start + ArenaSize;
        return mapping.Range.Start % ArenaSize == 0
            && (mapping.Range.End >= end || mappings.DirectlyAbove(mapping) is { IsInaccessible: true } rest && rest.Range.End >= end);
    }

    private static string GuardNote(AddressRange guard) =>
        $"guard size unknown: the inaccessible area below the stack has {guard.Length}, and may hold more than the guard";
}
