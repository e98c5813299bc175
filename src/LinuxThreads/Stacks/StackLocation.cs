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
}
