namespace LinuxThreads.Stacks;

/// <summary>The lightweight guards within one mapping, ascending.</summary>
internal sealed record GuardRuns(IReadOnlyList<AddressRange> Runs)
{
    public static GuardRuns None { get; } = new([]);

    /// <summary>The nearest run that ends at or below an address.</summary>
    public AddressRange? Below(ulong address)
    {
        var index = FirstAbove(address) - 1;
        return index >= 0 && Runs[index].End <= address ? Runs[index] : null;
    }

    /// <summary>The nearest run that begins above an address.</summary>
    public AddressRange? Above(ulong address)
    {
        var index = FirstAbove(address);
        return index < Runs.Count ? Runs[index] : null;
    }

    public bool Covers(ulong address) => FirstAbove(address) - 1 is var index and >= 0 && Runs[index].Contains(address);

    private int FirstAbove(ulong address)
    {
        var low = 0;
        var high = Runs.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Runs[middle].Start > address)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
