namespace LinuxThreads.Stacks;

/// <summary>The huge pages, aligned to their size, that lie within a mapping and touch a stack.</summary>
/// <param name="Size">Their size.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Highest">The highest of them; empty if there is none.</param>
internal readonly record struct HugePageFit(ByteSize Size, int Count, AddressRange Highest)
{
    public static HugePageFit Of(AddressRange mapping, AddressRange stack, ByteSize size)
    {
        var bytes = (ulong)size.Bytes;
        var lowest = Math.Max(AddressRange.RoundUp(mapping.Start, bytes), AddressRange.RoundDown(stack.Start, bytes));
        var end = Math.Min(AddressRange.RoundDown(mapping.End, bytes), AddressRange.RoundUp(stack.End, bytes));
        return end > lowest
            ? new HugePageFit(size, checked((int)((end - lowest) / bytes)), new AddressRange(end - bytes, end))
            : new HugePageFit(size, 0, default);
    }

    /// <summary>The largest size that the settings allow and that fits; else the machine's largest, whether it fits or not; null if that is unknown.</summary>
    public static HugePageFit? Choose(StackMapping mapping, AddressRange stack, HugePageSettings settings)
    {
        foreach (var size in settings.AllowedFor(mapping).Reverse())
        {
            if (Of(mapping.Range, stack, size) is { Count: > 0 } fit)
            {
                return fit;
            }
        }

        return settings.PmdSize is { } pmd ? Of(mapping.Range, stack, pmd) : null;
    }
}
