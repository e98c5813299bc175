using LinuxThreads.Loops;
using LinuxThreads.Overhead;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Overhead;

public sealed class BreakEvensTests
{
    // Ten nanoseconds either way: intervals that are wide enough to have something in common, or not.
    private static readonly double[] Rounds = [-10, -5, -2, 0, 2, 5, 10];

    [Test]
    public void A_constant_cost_gives_its_multiples()
    {
        var found = Of((0, 1_000), (10_000, 1_004), (200_000, 996));

        found.Select(static each => each.Share).Should().Equal(0.10, 0.05, 0.01);
        found.Should().OnlyContain(static each => each.Method == BreakEvenMethod.ConstantCost);
        found.Select(static each => Math.Round(each.WorkNs, 6)).Should().Equal(9_000, 19_000, 99_000);
        found.Should().OnlyContain(static each => !each.IsBeyondMeasured);
    }

    [Test]
    public void The_interval_is_that_of_the_cost()
    {
        var last = Of((0, 1_000), (200_000, 1_000))[2];

        (Math.Round(last.LowNs!.Value, 6), Math.Round(last.HighNs!.Value, 6)).Should().Be((99 * 990, 99 * 1_010));
    }

    [Test]
    public void Beyond_the_heaviest_work_measured_is_said()
    {
        var found = Of((0, 1_000), (20_000, 1_000));

        found.Select(static each => each.IsBeyondMeasured).Should().Equal(false, false, true);
    }

    [Test]
    public void A_cost_that_changes_is_followed_between_the_points()
    {
        var found = Of((0, 2_000), (10_000, 1_000));

        // There the line is at 1,052.6, of which 9,473.7 is nine times.
        found[0].Method.Should().Be(BreakEvenMethod.Interpolated);
        found[0].WorkNs.Should().BeApproximately(10_000 * 18_000.0 / 19_000, 1e-6);
        found[0].LowNs.Should().BeLessThan(found[0].WorkNs);
        found[0].HighNs.Should().BeGreaterThan(found[0].WorkNs);
    }

    [Test]
    public void Behind_the_last_point_the_cost_is_the_last_one()
    {
        var found = Of((0, 1_000), (10_000, 3_000));

        found.Select(static each => Math.Round(each.WorkNs, 6)).Should().Equal(27_000, 57_000, 297_000);
        found.Should().OnlyContain(static each => each.IsBeyondMeasured);
    }

    [Test]
    public void Of_several_crossings_the_last_counts()
    {
        var found = Of((0, 1_000), (20_000, 1_000), (40_000, 10_000), (200_000, 1_000));

        found[0].WorkNs.Should().BeApproximately(40_000 + (160_000 * 50_000.0 / 241_000), 1e-6);
    }

    [Test]
    public void A_negative_cost_needs_no_work()
    {
        var found = Of((0, -1_000), (10_000, -1_000));

        found.Should().OnlyContain(static each => each.WorkNs == 0);
    }

    [Test]
    public void After_one_round_nothing_is_known_to_be_constant_and_there_is_no_interval()
    {
        var found = BreakEvens.Of(Arms.Curve([0], (0, 1_000), (200_000, 1_000)), static point => point.CostNs)!;

        found.Should().OnlyContain(static each => each.Method == BreakEvenMethod.Interpolated && each.LowNs == null && each.HighNs == null);
        found[2].WorkNs.Should().BeApproximately(99_000, 1e-6);
    }

    [Test]
    public void Disturbed_points_have_no_say_beside_a_quiet_one_without_work()
    {
        var found = BreakEvens.Of(Arms.Curve(Rounds, [1, 3], (0, 1_000), (5_000, 7_000), (20_000, 1_000), (200_000, -9_000)), static point => point.CostNs)!;

        found[0].Method.Should().Be(BreakEvenMethod.ConstantCost);
        found[0].WorkNs.Should().BeApproximately(9_000, 1e-6);
        found.Should().OnlyContain(static each => each.Verdict == Verdict.Valid);
        found.Select(static each => each.IsBeyondMeasured).Should().Equal([false, false, true], "the heaviest quiet point has 20 µs");
    }

    [Test]
    public void Where_the_point_without_work_was_disturbed_all_have_their_say()
    {
        var found = BreakEvens.Of(Arms.Curve(Rounds, [0], (0, 1_000), (10_000, 3_000)), static point => point.CostNs)!;

        found[0].WorkNs.Should().BeApproximately(27_000, 1e-6);
        found.Should().OnlyContain(static each => each.Verdict == Verdict.Contaminated);
    }

    [Test]
    public void One_unknown_cost_leaves_no_break_even()
    {
        var points = OverheadPoint.Curve(
        [
            ("none", WorkPerTurn.None, Arms.Pair([3_000]), Arms.Control([500])),
            ("some", WorkPerTurn.Compute(9), Arms.Pair([9_000], switches: null), Arms.Control([3_000])),
        ]);

        BreakEvens.Of(points, static point => point.CostNs).Should().BeNull();
    }

    [Test]
    public void The_cost_that_is_asked_for_is_used()
    {
        var found = BreakEvens.Of(Arms.Curve(Rounds, (0, 1_000), (200_000, 1_000)), static point => point.CostWithCallsNs)!;

        found[0].WorkNs.Should().BeApproximately(9_900, 1e-6);
    }

    private static IReadOnlyList<BreakEven> Of(params (double WorkNs, double CostNs)[] points) =>
        BreakEvens.Of(Arms.Curve(Rounds, points), static point => point.CostNs)!;
}
