using LinuxThreads.Statistics;

namespace LinuxThreads.Tests.Statistics;

public sealed class RoundFigureTests
{
    [Test]
    public void The_rounds_keep_their_order_and_the_median_is_theirs()
    {
        var figure = RoundFigure.Of([3, 1, 2]);

        figure.Rounds.Should().Equal(3, 1, 2);
        figure.Median.Should().Be(2);
        (figure.Interval!.Low, figure.Interval.High).Should().Be((1, 3));
    }

    [Test]
    public void A_single_round_has_no_interval() => RoundFigure.Of([7]).Interval.Should().BeNull();

    [Test]
    public void One_unknown_round_makes_the_figure_unknown()
    {
        RoundFigure.Of(new double?[] { 1, null, 3 }).Should().BeNull();
        RoundFigure.Of(new double?[] { 1, 3 })!.Rounds.Should().Equal(1, 3);
        RoundFigure.Of(Array.Empty<double?>()).Should().BeNull();
    }

    [Test]
    public void Ratios_are_taken_round_by_round_and_not_of_the_medians()
    {
        // The medians are 20 and 2, of different rounds.
        var ratio = RoundFigure.Of([10, 20, 60]).DividedBy(RoundFigure.Of([1, 4, 2]))!;

        ratio.Ratios.Should().Equal(10, 5, 30);
        ratio.MedianRatio.Should().Be(10);
    }

    [Test]
    public void There_is_no_ratio_of_what_is_not_positive()
    {
        RoundFigure.Of([1, -2]).DividedBy(RoundFigure.Of([1, 1])).Should().BeNull();
        RoundFigure.Of([1, 2]).DividedBy(RoundFigure.Of([1, 0])).Should().BeNull();
    }

    [Test]
    public void Figures_of_different_rounds_cannot_be_compared() =>
        FluentActions.Invoking(() => RoundFigure.Of([1, 2]).DividedBy(RoundFigure.Of([1]))).Should().Throw<ArgumentException>();
}
