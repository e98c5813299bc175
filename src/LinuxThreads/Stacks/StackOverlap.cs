namespace LinuxThreads.Stacks;

/// <summary>Takes back ranges that two threads can't both have.</summary>
internal static class StackOverlap
{
    /// <summary>Replaces each location that overlaps another one by the reason.</summary>
    /// <remarks>Bounds that the C library told are a fact: they yield to nothing but each other.</remarks>
    public static void Resolve(IDictionary<Tid, StackLocation> locations)
    {
        var all = locations.Where(static pair => pair.Value.Range is not null)
            .Select(static pair => (Tid: pair.Key, Range: pair.Value.Range!.Value, IsOwn: pair.Value.LocatedBy == StackLocatedBy.OwnBounds))
            .OrderBy(static stack => stack.Range.Start).ThenBy(static stack => stack.Tid)
            .ToArray();
        var collisions = Collisions(all.Select(static stack => (stack.Tid, stack.Range)));
        var ownCollisions = Collisions(all.Where(static stack => stack.IsOwn).Select(static stack => (stack.Tid, stack.Range)));
        foreach (var stack in all)
        {
            if ((stack.IsOwn ? ownCollisions : collisions).TryGetValue(stack.Tid, out var other))
            {
                locations[stack.Tid] = StackLocation.Unknown(
                    $"bounds unknown: {stack.Range}, the range found, overlaps that of thread {other}; the stacks share a mapping without guards between them");
            }
        }
    }

    /// <summary>For each range that overlaps another: the thread of one it overlaps.</summary>
    private static Dictionary<Tid, Tid> Collisions(IEnumerable<(Tid Tid, AddressRange Range)> ascending)
    {
        var found = new Dictionary<Tid, Tid>();
        (Tid Tid, AddressRange Range)? highest = null;
        foreach (var stack in ascending)
        {
            if (highest is { } earlier && earlier.Range.Overlaps(stack.Range))
            {
                found.TryAdd(earlier.Tid, stack.Tid);
                found.TryAdd(stack.Tid, earlier.Tid);
            }

            if (highest is null || stack.Range.End > highest.Value.Range.End)
            {
                highest = stack;
            }
        }

        return found;
    }
}
