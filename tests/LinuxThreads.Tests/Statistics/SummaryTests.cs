using LinuxThreads.Statistics;

namespace LinuxThreads.Tests.Statistics;

public sealed class SummaryTests
{
    // Quantiles by Python's statistics.quantiles(data, n=4 or 100, method='inclusive').
    [Test]
    public void A_reference_sample_in_any_order_gives_the_reference_figures()
    {
        var summary = Summary.Of([3, 1, 4, 1, 5, 9, 2, 6, 5, 3]);
        summary.Count.Should().Be(10);
        summary.Min.Should().Be(1);
        summary.P25.Should().Be(2.25);
        summary.Median.Should().Be(3.5);
        summary.P75.Should().Be(5);
        summary.P99.Should().BeApproximately(8.73, 1e-12);
        summary.Max.Should().Be(9);
        summary.Outliers.Should().Be(0);
    }

    [Test]
    public void The_samples_are_left_as_they_were()
    {
        double[] samples = [3, 1, 2];
        _ = Summary.Of(samples);
        samples.Should().Equal(3, 1, 2);
    }

    [Test]
    public void One_sample_is_every_figure()
    {
        var summary = Summary.Of([7]);
        new[] { summary.Min, summary.P25, summary.Median, summary.P75, summary.P99, summary.Max }.Should().AllBeEquivalentTo(7.0);
        summary.Count.Should().Be(1);
        summary.Outliers.Should().Be(0);
    }

    [TestCase(0)]
    [TestCase(0.1)]
    public void Equal_samples_have_no_spread_and_no_outlier(double value)
    {
        var summary = Summary.Of([value, value, value, value, value]);
        new[] { summary.Min, summary.P25, summary.Median, summary.P75, summary.P99, summary.Max }.Should().AllBeEquivalentTo(value);
        summary.Outliers.Should().Be(0);
    }

    // 0…8 and one more value: the quartiles are 2.25 and 6.75, their distance 4.5, the upper fence 20.25.
    [TestCase(20.25, 0)]
    [TestCase(20.26, 1)]
    public void Only_a_sample_beyond_the_upper_outer_fence_is_an_outlier(double extreme, int outliers) =>
        Summary.Of([0, 1, 2, 3, 4, 5, 6, 7, 8, extreme]).Outliers.Should().Be(outliers);

    [TestCase(-20.25, 0)]
    [TestCase(-20.26, 1)]
    public void Only_a_sample_beyond_the_lower_outer_fence_is_an_outlier(double extreme, int outliers) =>
        Summary.Of([extreme, 0, -1, -2, -3, -4, -5, -6, -7, -8]).Outliers.Should().Be(outliers);

    [Test]
    public void An_outlier_still_counts_in_every_other_figure()
    {
        var summary = Summary.Of([1, 2, 3, 4, 1000]);
        summary.Outliers.Should().Be(1);
        summary.Count.Should().Be(5);
        summary.Max.Should().Be(1000);
        summary.Median.Should().Be(3);
    }

    [Test]
    public void Shifting_the_samples_shifts_the_figures_and_not_the_outliers()
    {
        var random = new Random(1977);
        for (var round = 0; round < 100; round++)
        {
            var samples = Samples.Any(random, 1 + random.Next(60));
            var plain = Summary.Of(samples);
            var shifted = Summary.Of([.. samples.Select(sample => sample + 1024)]);
            shifted.Min.Should().Be(plain.Min + 1024);
            shifted.P25.Should().Be(plain.P25 + 1024);
            shifted.Median.Should().Be(plain.Median + 1024);
            shifted.P75.Should().Be(plain.P75 + 1024);
            shifted.P99.Should().BeApproximately(plain.P99 + 1024, 1e-9);
            shifted.Max.Should().Be(plain.Max + 1024);
            shifted.Outliers.Should().Be(plain.Outliers);
        }
    }

    [Test]
    public void Scaling_the_samples_scales_the_figures_and_not_the_outliers()
    {
        var random = new Random(1978);
        for (var round = 0; round < 100; round++)
        {
            var samples = Samples.Any(random, 1 + random.Next(60));
            var plain = Summary.Of(samples);
            var scaled = Summary.Of([.. samples.Select(sample => sample * 8)]);
            scaled.P25.Should().Be(plain.P25 * 8);
            scaled.Median.Should().Be(plain.Median * 8);
            scaled.P99.Should().Be(plain.P99 * 8);
            scaled.Outliers.Should().Be(plain.Outliers);
        }
    }

    [Test]
    public void No_sample_at_all_is_refused()
    {
        var summary = () => Summary.Of([]);
        summary.Should().Throw<ArgumentException>();
    }

    [Test]
    public void A_sample_that_is_not_a_number_is_refused()
    {
        var summary = () => Summary.Of([1, double.NaN, 2]);
        summary.Should().Throw<ArgumentException>().WithMessage("Sample 1 is NaN*");
    }
}
