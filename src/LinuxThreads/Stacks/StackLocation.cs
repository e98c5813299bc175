namespace LinuxThreads.Stacks;

/// <summary>Where a stack was found, or why it was not.</summary>
internal sealed record StackLocation
{
    private StackLocation()
    {
    }

    public StackLocatedBy? LocatedBy { get; private init; }

    public AddressRange? Range { get; private init; }

    public ByteSize? Guard { get; private init; }

    /// <summary>The mapping that holds the whole range.</summary>
    public StackMapping? Mapping { get; private init; }

    /// <summary>Why something is unknown, and what contradicts what is known.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    public static StackLocation Found(StackLocatedBy way, AddressRange range, ByteSize? guard, StackMapping mapping, params IReadOnlyList<string> notes) =>
        new() { LocatedBy = way, Range = range, Guard = guard, Mapping = mapping, Notes = notes };

    public static StackLocation Unknown(params IReadOnlyList<string> reasons) => new() { Notes = reasons };

    public StackLocation With(string note) => this with { Notes = [.. Notes, note] };

    /// <summary>True if the range still lies within one mapping, and a guard mapping below it is where it was.</summary>
    public bool IsStillIn(MappingTable mappings)
    {
        if (Range is not { } range || Mapping is not { } then)
        {
            return true;
        }

        if (mappings.Find(range.Start) is not { IsWritable: true } now || !now.Range.Contains(range))
        {
            return false;
        }

        // The first thread's stack grows, and bounds that the C library told need no guard. A lightweight guard lies
        // within the mapping; what the page table said of it is no older than what it said of the pages.
        var hasGuardMapping = LocatedBy is StackLocatedBy.RobustList or StackLocatedBy.StackPointer && range.Start == then.Range.Start;
        return !hasGuardMapping || (now.Range.Start == range.Start && mappings.DirectlyBelow(now) is { IsInaccessible: true });
    }
}
