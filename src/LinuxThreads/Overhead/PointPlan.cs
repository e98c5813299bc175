using LinuxThreads.Loops;

namespace LinuxThreads.Overhead;

/// <summary>A point before it is measured.</summary>
/// <param name="Name">As <see cref="OverheadPoint.Name"/>.</param>
/// <param name="Work">The work of each turn.</param>
/// <param name="ExpectedNs">About how long a turn takes: decides only how long the pilot is.</param>
internal readonly record struct PointPlan(string Name, WorkPerTurn Work, double ExpectedNs)
{
    private const int LineBytes = 64;
    private const double NsPerLine = 4;

    /// <summary>The point that the others of its curve are compared with.</summary>
    public static PointPlan Without(string what) => new($"no {what}", WorkPerTurn.None, 0);

    /// <summary>So much arithmetic.</summary>
    public static PointPlan OfTime(Nanoseconds target, double nsPerRound) =>
        new(target.ToString(), WorkPerTurn.Compute((long)Math.Max(1, Math.Round(target.Value / nsPerRound))), target.Value);

    /// <summary>A walk over an array.</summary>
    public static PointPlan OfArray(ArraySize array) =>
        new(array.Name, WorkPerTurn.Memory(array.Size), array.Size.Bytes / LineBytes * NsPerLine);
}
