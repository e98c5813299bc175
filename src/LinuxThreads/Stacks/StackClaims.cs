namespace LinuxThreads.Stacks;

/// <summary>What the located stacks say of memory.</summary>
internal static class StackClaims
{
    /// <summary>The claims of the located stacks and of the guards below them; <paramref name="gone"/> counts those whose memory is no longer there.</summary>
    public static List<MemoryClaim> Of(IEnumerable<ThreadStack> stacks, IReadOnlyList<SmapsMapping> mappings, ulong pageSize, out int gone)
    {
        var claims = new List<MemoryClaim>();
        gone = 0;
        foreach (var stack in stacks)
        {
            if (stack is not { StackStart: { } start, StackEnd: { } end } || stack.LocatedBy == StackLocatedBy.Main)
            {
                // The first thread's stack is the mapping [stack], and may have grown since it was located.
                continue;
            }

            var range = new AddressRange(start, end).ToPages(pageSize);
            var mapping = Find(mappings, range.Start);
            if (mapping is not { IsWritable: true } || !mapping.Range.Contains(range))
            {
                gone++;
                continue;
            }

            claims.Add(new MemoryClaim(range, MemoryClass.ThreadStacks, Inferred: false));
            if (stack.Guard is { Bytes: > 0 } guard && AddressRange.RoundDown(start, pageSize) - (ulong)guard.Bytes is var low
                && Find(mappings, low) is { } below && (below == mapping || below.IsInaccessible))
            {
                claims.Add(new MemoryClaim(new AddressRange(low, range.Start).ToPages(pageSize), MemoryClass.Guards, Inferred: false));
            }
        }

        return claims;
    }

    /// <summary>The mapping that holds an address.</summary>
    public static SmapsMapping? Find(IReadOnlyList<SmapsMapping> mappings, ulong address)
    {
        var low = 0;
        var high = mappings.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var range = mappings[middle].Range;
            if (range.Contains(address))
            {
                return mappings[middle];
            }

            if (address < range.Start)
            {
                high = middle - 1;
            }
            else
            {
                low = middle + 1;
            }
        }

        return null;
    }
}
