using LinuxThreads.Loops;
using LinuxThreads.Overhead;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Overhead;

public sealed class OverheadPointTests
{
    [Test]
    public void The_cost_is_the_round_trip_less_two_controls_by_the_counted_switches()
    {
        var point = Single(Arms.Pair([5_000], switches: 2.5), Arms.Control([1_000]));

        point.CostNs!.Median.Should().Be(1_200);
        point.CostNs.Interval.Should().BeNull("one round has no interval");
    }

    [Test]
    public void Each_round_divides_by_its_own_count()
    {
        var point = Single(Arms.PairByRound([5_000, 5_000], [2, 3]), Arms.Control([1_000, 1_000]));

        point.CostNs!.Rounds.Should().Equal(1_500, 1_000);
    }

    [Test]
    public void The_median_and_its_interval_are_of_the_rounds_differences()
    {
        // Differences 1, 2 ... 7 µs a switch, though the round trips by themselves are in another order.
        double[] controls = [70_000, 60_000, 50_000, 40_000, 30_000, 20_000, 10_000];
        var pairs = controls.Select((control, round) => (2 * control) + (2_000 * (round + 1))).ToArray();

        var cost = Single(Arms.Pair(pairs), Arms.Control(controls)).CostNs!;

        cost.Rounds.Should().Equal(1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000);
        (cost.Median, cost.Interval!.Low, cost.Interval.High).Should().Be((4_000, 1_000, 7_000));
    }

    [Test]
    public void A_pair_that_was_faster_than_its_control_has_a_negative_cost()
    {
        var point = Single(Arms.Pair([1_900]), Arms.Control([1_000]));

        point.CostNs!.Median.Should().Be(-50);
        point.WorkForShare(0.01).Should().Be(0);
    }

    [Test]
    public void The_cost_by_CPU_time_is_of_the_threads_own_clocks()
    {
        var point = Single(Arms.Pair([50_000], switches: 2.5, cpuNs: 5_000), Arms.Control([9_000], cpuNs: 1_000));

        point.CostCpuNs!.Median.Should().Be(1_200);
    }

    [TestCase(null, 1_000L)]
    [TestCase(5_000L, null)]
    public void Without_one_of_the_clocks_there_is_no_cost_by_CPU_time(long? pairNs, long? controlNs)
    {
        var point = Single(Arms.Pair([5_000], cpuNs: pairNs), Arms.Control([1_000], cpuNs: controlNs));

        point.CostCpuNs.Should().BeNull();
        point.CostNs.Should().NotBeNull();
    }

    [Test]
    public void Without_a_count_there_is_no_cost()
    {
        var point = Single(Arms.Pair([5_000], switches: null), Arms.Control([1_000]));

        (point.CostNs, point.CostWithCallsNs, point.Share, point.ExtraNs, point.WorkForShare(0.1)).Should().Be((null, null, null, null, null));
        point.Verdict.Should().Be(Verdict.Unverified);
        point.WorkNs!.Median.Should().Be(0, "work needs no count");
    }

    [Test]
    public void One_round_without_a_count_leaves_the_whole_cost_unknown() =>
        Single(Arms.PairByRound([5_000, 5_000, 5_000], [2, null, 2]), Arms.Control([1_000, 1_000, 1_000])).CostNs.Should().BeNull();

    [Test]
    public void Work_is_what_the_control_takes_longer_than_the_control_without_work_of_the_same_round()
    {
        var points = OverheadPoint.Curve(
        [
            ("none", WorkPerTurn.None, Arms.Pair([3_000, 3_000, 3_000]), Arms.Control([100, 200, 900])),
            ("some", WorkPerTurn.Compute(9), Arms.Pair([9_000, 9_000, 9_000]), Arms.Control([1_000, 1_200, 1_300])),
        ]);

        points[0].WorkNs!.Rounds.Should().Equal(0, 0, 0);
        points[1].WorkNs!.Rounds.Should().Equal(900, 1_000, 400);
        points[1].WorkNs!.Median.Should().Be(900);
    }

    [Test]
    public void The_share_is_cost_by_cost_and_work()
    {
        var points = Arms.Curve([0], (0, 1_000), (3_000, 1_000));

        points[0].Share!.Median.Should().Be(1);
        points[1].Share!.Median.Should().Be(0.25);
    }

    [Test]
    public void What_a_point_costs_more_is_the_difference_within_each_round()
    {
        var points = OverheadPoint.Curve(
        [
            ("none", WorkPerTurn.None, Arms.Pair([3_000, 5_000, 7_000]), Arms.Control([500, 500, 500])),
            ("array", WorkPerTurn.Memory(new ByteSize(64)), Arms.Pair([9_000, 9_000, 9_000]), Arms.Control([500, 500, 500])),
        ]);

        points[0].ExtraNs!.Rounds.Should().Equal(0, 0, 0);
        points[1].ExtraNs!.Rounds.Should().Equal(3_000, 2_000, 1_000);
    }

    [Test]
    public void With_the_calls_the_cost_is_larger_by_the_control_without_work()
    {
        var points = Arms.Curve([0], (0, 1_000), (3_000, 1_000));

        points.Should().OnlyContain(static point => point.CostWithCallsNs!.Median == 1_100);
    }

    [TestCase(false, false, Verdict.Valid)]
    [TestCase(true, false, Verdict.Contaminated)]
    [TestCase(false, true, Verdict.Contaminated)]
    public void The_verdict_is_the_weaker_one(bool pairDisturbed, bool controlDisturbed, Verdict expected) =>
        Single(Arms.Pair([5_000], disturbed: pairDisturbed), Arms.Control([1_000], controlDisturbed)).Verdict.Should().Be(expected);

    [TestCase(0.10, 9_000)]
    [TestCase(0.01, 99_000)]
    public void The_work_for_a_share_is_a_multiple_of_the_cost(double share, double expected) =>
        Arms.Curve([0], (0, 1_000))[0].WorkForShare(share).Should().BeApproximately(expected, 1e-6);

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(double.NaN)]
    public void A_share_lies_between_0_and_1(double share)
    {
        var ask = () => Arms.Curve([0], (0, 1_000))[0].WorkForShare(share);

        ask.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static OverheadPoint Single(RepeatedRun pair, RepeatedRun control) =>
        OverheadPoint.Curve([("none", WorkPerTurn.None, pair, control)])[0];
}
