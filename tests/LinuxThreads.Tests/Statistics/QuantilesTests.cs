using LinuxThreads.Statistics;

namespace LinuxThreads.Tests.Statistics;

public sealed class QuantilesTests
{
    // By hand: place (n − 1)·p from 0, linear between neighbours. The same as Python's
    // statistics.quantiles(data, method='inclusive'), whose documentation names the rule, and R's quantile(type = 7).
    [TestCase(new[] { 1.0, 2, 4, 8, 16, 32 }, 0.25, 2.5)]
    [TestCase(new[] { 1.0, 2, 4, 8, 16, 32 }, 0.5, 6.0)]
    [TestCase(new[] { 1.0, 2, 4, 8, 16, 32 }, 0.75, 14.0)]
    [TestCase(new[] { 1.0, 1, 2, 3, 3, 4, 5, 5, 6, 9 }, 0.25, 2.25)]
    [TestCase(new[] { 1.0, 1, 2, 3, 3, 4, 5, 5, 6, 9 }, 0.99, 8.73)]
    [TestCase(new[] { 10.0, 20 }, 0.1, 11.0)]
    public void Broken_places_are_linear_between_neighbours(double[] sorted, double p, double expected) =>
        Quantiles.Type7(sorted, p).Should().BeApproximately(expected, 1e-12);

    [Test]
    public void The_ends_are_minimum_and_maximum()
    {
        double[] sorted = [-3, 7, 7.5];
        Quantiles.Type7(sorted, 0).Should().Be(-3);
        Quantiles.Type7(sorted, 1).Should().Be(7.5);
    }

    [Test]
    public void One_sample_is_all_its_quantiles([Values(0, 0.25, 0.5, 0.99, 1)] double p) =>
        Quantiles.Type7([42], p).Should().Be(42);

    [Test]
    public void Equal_samples_give_exactly_their_value([Values(0.1, 0.3, 0.7, 0.99)] double p) =>
        Quantiles.Type7([0.1, 0.1, 0.1, 0.1, 0.1, 0.1], p).Should().Be(0.1);

    [Test]
    public void A_quantile_rises_with_its_share()
    {
        var random = new Random(1996);
        for (var round = 0; round < 200; round++)
        {
            var sorted = Samples.Sorted(random, 1 + random.Next(40));
            var last = double.NegativeInfinity;
            for (var p = 0.0; p <= 1; p += 1 / 64.0)
            {
                var quantile = Quantiles.Type7(sorted, p);
                quantile.Should().BeGreaterThanOrEqualTo(last);
                last = quantile;
            }
        }
    }

    [Test]
    public void An_unsorted_sample_is_refused()
    {
        var quantile = () => Quantiles.Type7([1, 3, 2], 0.5);
        quantile.Should().Throw<ArgumentException>().WithMessage("Sample 2 is smaller*");
    }

    [Test]
    public void An_empty_sample_is_refused()
    {
        var quantile = () => Quantiles.Type7([], 0.5);
        quantile.Should().Throw<ArgumentException>();
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void A_sample_that_is_not_finite_is_refused(double bad)
    {
        var quantile = () => Quantiles.Type7([bad], 0.5);
        quantile.Should().Throw<ArgumentException>().WithMessage("*finite*");
    }

    [TestCase(-0.01)]
    [TestCase(1.01)]
    [TestCase(double.NaN)]
    public void A_share_outside_0_to_1_is_refused(double p)
    {
        var quantile = () => Quantiles.Type7([1, 2], p);
        quantile.Should().Throw<ArgumentOutOfRangeException>();
    }
}
