namespace LinuxThreads.Switches;

/// <summary>A number of switches known to lie between two bounds; they are equal where it is known exactly.</summary>
/// <remarks>
/// The threads of a process are read one after another while it runs. A sum that needs all of them at one instant is
/// therefore known only up to the switches that the process made meanwhile; these bounds say how many that were.
/// </remarks>
/// <param name="AtLeast">The lower bound; 0 or more.</param>
/// <param name="AtMost">The upper bound; not below <paramref name="AtLeast"/>.</param>
public readonly record struct SwitchRange(long AtLeast, long AtMost)
{
    /// <summary>True if the bounds are equal, so the number is exact.</summary>
    public bool IsExact => AtLeast == AtMost;

    /// <summary>The number, or the bounds, for instance <c>12 to 15</c>.</summary>
    public override string ToString() => IsExact ? $"{AtLeast}" : $"{AtLeast} to {AtMost}";

    // A reading that ran ahead of another may put a bound below zero or across the other; a count never is.
    internal static SwitchRange Between(long atLeast, long atMost)
    {
        var lower = Math.Max(0, atLeast);
        return new SwitchRange(lower, Math.Max(lower, atMost));
    }
}
