using LinuxThreads.Statistics;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Overhead;

/// <summary>Finds where the overhead falls to a share, from the points of the curve against work.</summary>
internal static class BreakEvens
{
    /// <summary>The shares that are asked for: 10 %, 5 %, 1 %.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.10, 0.05, 0.01];

    /// <summary>The break-evens of a curve that begins without work; null if the cost of a point is unknown.</summary>
    /// <remarks>Points that other tasks disturbed have no say, unless the one without work is among them: then all are alike.</remarks>
    /// <param name="points">Ascending by work.</param>
    /// <param name="cost">Which cost.</param>
    public static IReadOnlyList<BreakEven>? Of(IReadOnlyList<OverheadPoint> points, Func<OverheadPoint, RoundFigure?> cost)
    {
        var isQuiet = points[0].Verdict != Verdict.Contaminated;
        var curve = new List<Costed>(points.Count);
        foreach (var point in points)
        {
            if (isQuiet && point.Verdict == Verdict.Contaminated)
            {
                continue;
            }

            if (point.WorkNs is not { } work || cost(point) is not { } known)
            {
                return null;
            }

            curve.Add(new Costed(work.Median, known, point.Verdict));
        }

        curve.Sort(static (a, b) => a.WorkNs.CompareTo(b.WorkNs));
        var heaviest = curve[^1].WorkNs;
        var method = IsConstant(curve.Select(static point => point.Cost)) ? BreakEvenMethod.ConstantCost : BreakEvenMethod.Interpolated;
        if (method == BreakEvenMethod.ConstantCost)
        {
            curve.RemoveRange(1, curve.Count - 1);
        }

        var isWide = curve.All(static point => point.Cost.Interval is not null);
        return
        [
            .. Shares.Select(share => new BreakEven(
                share,
                LastCrossing(curve, share, static figure => figure.Median),
                isWide ? LastCrossing(curve, share, static figure => figure.Interval!.Low) : null,
                isWide ? LastCrossing(curve, share, static figure => figure.Interval!.High) : null,
                method,
                heaviest,
                curve.Min(static point => point.Verdict))),
        ];
    }

    /// <summary>True if each cost's interval has values in common with that of the cost without work.</summary>
    private static bool IsConstant(IEnumerable<RoundFigure> costs)
    {
        var first = costs.First().Interval;
        return first is not null && costs.All(cost => cost.Interval is { } interval && interval.Low <= first.High && interval.High >= first.Low);
    }

    /// <summary>The work above which the cost stays below its share; before the first and behind the last point, the cost is that of the point.</summary>
    private static double LastCrossing(List<Costed> curve, double share, Func<RoundFigure, double> value)
    {
        var multiple = BreakEven.Multiple(share);
        double Above(Costed point) => (value(point.Cost) * multiple) - point.WorkNs;

        if (Above(curve[^1]) >= 0)
        {
            return value(curve[^1].Cost) * multiple;
        }

        for (var i = curve.Count - 2; i >= 0; i--)
        {
            var (above, next) = (Above(curve[i]), Above(curve[i + 1]));
            if (above >= 0)
            {
                return curve[i].WorkNs + ((curve[i + 1].WorkNs - curve[i].WorkNs) * above / (above - next));
            }
        }

        return Math.Max(0, value(curve[0].Cost) * multiple);
    }

    private readonly record struct Costed(double WorkNs, RoundFigure Cost, Verdict Verdict);
}
