namespace LinuxThreads.Overhead;

/// <summary>How a break-even was found.</summary>
public enum BreakEvenMethod
{
    /// <summary>No point speaks against the cost being the same with any work: cost without work × (1 ÷ share − 1).</summary>
    ConstantCost,

    /// <summary>The cost changes with the work: the last crossing of the measured points, between which the cost is taken to follow a straight line.</summary>
    Interpolated,
}
