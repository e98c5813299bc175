namespace LinuxThreads.Stacks;

/// <summary>Addresses from <paramref name="Start"/> up to but not including <paramref name="End"/>.</summary>
internal readonly record struct AddressRange(ulong Start, ulong End)
{
    public ByteSize Length => new(checked((long)(End - Start)));

    public bool Contains(ulong address) => address >= Start && address < End;

    public bool Contains(AddressRange other) => other.Start >= Start && other.End <= End;

    public bool Overlaps(AddressRange other) => Start < other.End && other.Start < End;

    /// <summary>The whole pages that the range touches.</summary>
    public AddressRange ToPages(ulong pageSize) => new(RoundDown(Start, pageSize), RoundUp(End, pageSize));

    public static ulong RoundDown(ulong address, ulong pageSize) => address / pageSize * pageSize;

    public static ulong RoundUp(ulong address, ulong pageSize) => checked(address + pageSize - 1) / pageSize * pageSize;

    public override string ToString() => $"0x{Start:x}-0x{End:x}";
}
