using LinuxThreads.Statistics;

namespace LinuxThreads.Tests.Statistics;

public sealed class DifferenceIntervalTests
{
    [Test]
    public void Differences_are_taken_round_by_round_and_kept_in_order()
    {
        // By hand: 2, -1, 5, 3, 4, 10. Median 3.5; 6 values at 95 %: the whole range, 96.875 %.
        var difference = DifferenceInterval.Of([3, 4, 10, 6, 9, 30], [1, 5, 5, 3, 5, 20]);
        difference.Differences.Should().Equal(2, -1, 5, 3, 4, 10);
        difference.MedianDifference.Should().Be(3.5);
        difference.Interval!.Low.Should().Be(-1);
        difference.Interval.High.Should().Be(10);
        difference.Interval.Confidence.Should().Be(0.96875);
    }

    [Test]
    public void It_is_the_median_of_differences_not_the_difference_of_medians()
    {
        // Medians 2 and 3; the differences are 1, 1, -4.
        DifferenceInterval.Of([2, 9, 1], [1, 8, 5]).MedianDifference.Should().Be(1);
    }

    [Test]
    public void What_adds_to_both_in_a_round_cancels()
    {
        double[] load = [1, 8, 2, 64, 4, 1, 16];
        var difference = DifferenceInterval.Of([.. load.Select(added => 5 + added)], [.. load.Select(added => 3 + added)]);
        (difference.MedianDifference, difference.Interval!.Low, difference.Interval.High).Should().Be((2, 2, 2));
    }

    [Test]
    public void Exchanging_A_and_B_turns_the_interval_round()
    {
        double[] a = [3, 4, 10, 6, 9, 30, 7];
        double[] b = [1, 5, 5, 3, 5, 20, 8];
        var plain = DifferenceInterval.Of(a, b);
        var exchanged = DifferenceInterval.Of(b, a);
        exchanged.MedianDifference.Should().Be(-plain.MedianDifference);
        (exchanged.Interval!.Low, exchanged.Interval.High).Should().Be((-plain.Interval!.High, -plain.Interval.Low));
    }

    [TestCase(1, true, TestName = "All above zero are told apart")]
    [TestCase(-1, true, TestName = "All below zero are told apart")]
    [TestCase(0, false, TestName = "All equal are not told apart")]
    public void Six_rounds_on_one_side_of_zero_are_told_apart(double each, bool toldApart) =>
        DifferenceInterval.Of([each, each, each, each, each, each], new double[6]).IsToldApart.Should().Be(toldApart);

    [Test]
    public void An_interval_that_reaches_zero_is_not_told_apart() =>
        DifferenceInterval.Of([0, 1, 2, 3, 4, 5], new double[6]).IsToldApart.Should().BeFalse();

    [Test]
    public void Five_rounds_are_too_few_to_tell_apart_at_95_percent()
    {
        DifferenceInterval.Of([1, 1, 1, 1, 1], new double[5]).IsToldApart.Should().BeFalse();
        DifferenceInterval.Of([1, 1, 1, 1, 1], new double[5], 0.9).IsToldApart.Should().BeTrue();
    }

    [Test]
    public void One_round_has_a_difference_no_interval_and_tells_nothing_apart()
    {
        var difference = DifferenceInterval.Of([6], [4]);
        difference.MedianDifference.Should().Be(2);
        difference.Interval.Should().BeNull();
        difference.IsToldApart.Should().BeFalse();
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_value_that_is_not_finite_is_refused_on_either_side(double bad)
    {
        var first = () => DifferenceInterval.Of([1, bad], [1, 2]);
        var second = () => DifferenceInterval.Of([1, 2], [1, bad]);
        first.Should().Throw<ArgumentException>().WithParameterName("a");
        second.Should().Throw<ArgumentException>().WithParameterName("b");
    }

    [Test]
    public void Series_of_unequal_length_or_without_a_round_are_refused()
    {
        var unequal = () => DifferenceInterval.Of([1, 2], [1]);
        var none = () => DifferenceInterval.Of([], []);
        unequal.Should().Throw<ArgumentException>().WithMessage("*2 of A and 1 of B*");
        none.Should().Throw<ArgumentException>();
    }
}
