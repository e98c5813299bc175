using LinuxThreads.Statistics;

namespace LinuxThreads.Tests.Statistics;

public sealed class RatioIntervalTests
{
    [Test]
    public void Ratios_are_taken_round_by_round_and_kept_in_order()
    {
        // Ratios by hand: 2, 4, 1, 3, 5, 6. Median 3.5; 6 values at 95 %: the whole range, 96.875 %.
        var ratio = RatioInterval.Of([20, 40, 1, 9, 25, 66], [10, 10, 1, 3, 5, 11]);
        ratio.Ratios.Should().Equal(2, 4, 1, 3, 5, 6);
        ratio.MedianRatio.Should().Be(3.5);
        ratio.Interval!.Low.Should().Be(1);
        ratio.Interval.High.Should().Be(6);
        ratio.Interval.Confidence.Should().Be(0.96875);
    }

    [Test]
    public void What_slows_a_whole_round_down_cancels()
    {
        double[] load = [1, 8, 2, 64, 4, 1, 16];
        var ratio = RatioInterval.Of([.. load.Select(factor => 3 * factor)], [.. load.Select(factor => 2 * factor)]);
        ratio.MedianRatio.Should().Be(1.5);
        ratio.Interval!.Low.Should().Be(1.5);
        ratio.Interval.High.Should().Be(1.5);
    }

    [Test]
    public void Exchanging_A_and_B_inverts_the_interval()
    {
        var random = new Random(26);
        double[] a = [.. Enumerable.Range(0, 15).Select(_ => 1 << random.Next(8))];
        double[] b = [.. Enumerable.Range(0, 15).Select(_ => 1 << random.Next(8))];
        var plain = RatioInterval.Of(a, b);
        var exchanged = RatioInterval.Of(b, a);
        exchanged.MedianRatio.Should().Be(1 / plain.MedianRatio);
        exchanged.Interval!.Low.Should().Be(1 / plain.Interval!.High);
        exchanged.Interval.High.Should().Be(1 / plain.Interval.Low);
    }

    [Test]
    public void The_level_asked_for_reaches_the_interval() =>
        RatioInterval.Of(new double[20].Select(_ => 1.0).ToArray(), new double[20].Select(_ => 1.0).ToArray(), 0.99)
            .Interval!.LowRank.Should().Be(4);

    [Test]
    public void One_round_has_a_ratio_and_no_interval()
    {
        var ratio = RatioInterval.Of([6], [4]);
        ratio.MedianRatio.Should().Be(1.5);
        ratio.Interval.Should().BeNull();
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_value_that_is_not_positive_and_finite_is_refused_on_either_side(double bad)
    {
        var asA = () => RatioInterval.Of([1, bad], [1, 1]);
        var asB = () => RatioInterval.Of([1, 1], [1, bad]);
        asA.Should().Throw<ArgumentException>().WithParameterName("a");
        asB.Should().Throw<ArgumentException>().WithParameterName("b");
    }

    [Test]
    public void Unequally_long_or_empty_series_are_refused()
    {
        var unequal = () => RatioInterval.Of([1, 2], [1]);
        var empty = () => RatioInterval.Of([], []);
        unequal.Should().Throw<ArgumentException>();
        empty.Should().Throw<ArgumentException>();
    }
}
