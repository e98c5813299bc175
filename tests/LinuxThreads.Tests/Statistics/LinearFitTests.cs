using LinuxThreads.Statistics;

namespace LinuxThreads.Tests.Statistics;

public sealed class LinearFitTests
{
    // NIST Statistical Reference Datasets, linear regression, "Norris": certified to 15 digits. Columns y, x.
    private static readonly double[] NorrisY =
    [
        0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8,
        557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
    ];

    private static readonly double[] NorrisX =
    [
        0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0, 447.5, 11.6,
        556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
    ];

    private static readonly double[] ThreadCounts = [100, 200, 400, 800];

    [Test]
    public void The_Norris_data_give_the_certified_line()
    {
        var fit = LinearFit.Of(NorrisX, NorrisY);
        fit.Count.Should().Be(36);
        fit.Slope.Should().BeApproximately(1.00211681802045, 1e-13);
        fit.Intercept.Should().BeApproximately(-0.262323073774029, 1e-11);
        fit.RSquared.Should().BeApproximately(0.999993745883712, 1e-14);
    }

    [Test]
    public void The_Norris_data_give_the_certified_error_of_the_slope()
    {
        // Certified standard error 0.429796848199937E-03; t of 34 degrees at 95 %, from the printed table: 2.032.
        var fit = LinearFit.Of(NorrisX, NorrisY);
        var halfWidth = 0.429796848199937e-3 * 2.032;
        (fit.SlopeHigh!.Value - fit.Slope).Should().BeApproximately(halfWidth, 0.0005 * halfWidth);
        (fit.Slope - fit.SlopeLow!.Value).Should().BeApproximately(halfWidth, 0.0005 * halfWidth);
    }

    [Test]
    public void A_small_sample_agrees_with_the_sums_by_hand()
    {
        // x̄ = 2.5, ȳ = 4.5, Sxx = 5, Sxy = 8, Syy = 13: slope 1.6, residuals² 13 − 8²/5 = 0.2, r² = 12.8/13,
        // standard error √(0.2 / 2 / 5) = 0.141421, t of 2 degrees 4.302653.
        var fit = LinearFit.Of([1, 2, 3, 4], [2, 4, 5, 7]);
        fit.Slope.Should().BeApproximately(1.6, 1e-12);
        fit.Intercept.Should().BeApproximately(0.5, 1e-12);
        fit.RSquared.Should().BeApproximately(12.8 / 13, 1e-12);
        fit.SlopeLow.Should().BeApproximately(1.6 - (0.14142136 * 4.30265273), 1e-7);
        fit.SlopeHigh.Should().BeApproximately(1.6 + (0.14142136 * 4.30265273), 1e-7);
        fit.Confidence.Should().Be(0.95);
    }

    [Test]
    public void A_perfect_line_has_r_squared_1_and_an_interval_of_no_width()
    {
        var fit = LinearFit.Of(ThreadCounts, [.. ThreadCounts.Select(count => (8192 * count) + 1_000_000)]);
        fit.Slope.Should().Be(8192);
        fit.Intercept.Should().Be(1_000_000);
        fit.RSquared.Should().Be(1);
        fit.SlopeLow.Should().Be(8192);
        fit.SlopeHigh.Should().Be(8192);
    }

    [Test]
    public void A_level_line_has_slope_0_and_r_squared_1_by_definition()
    {
        var fit = LinearFit.Of(ThreadCounts, [0.1, 0.1, 0.1, 0.1]);
        fit.Slope.Should().Be(0);
        fit.Intercept.Should().Be(0.1);
        fit.RSquared.Should().Be(1);
        fit.SlopeLow.Should().Be(0);
        fit.SlopeHigh.Should().Be(0);
    }

    [Test]
    public void Values_without_a_trend_have_r_squared_0()
    {
        var fit = LinearFit.Of([1, 2, 3, 4], [1, -1, -1, 1]);
        fit.Slope.Should().Be(0);
        fit.RSquared.Should().Be(0);
        fit.SlopeLow.Should().BeLessThan(0);
        fit.SlopeHigh.Should().BeGreaterThan(0);
    }

    [Test]
    public void Two_points_give_a_line_and_no_interval()
    {
        var fit = LinearFit.Of([1, 3], [5, 9]);
        fit.Slope.Should().Be(2);
        fit.SlopeLow.Should().BeNull();
        fit.SlopeHigh.Should().BeNull();
    }

    [Test]
    public void A_slope_of_bytes_survives_on_top_of_terabytes()
    {
        var fit = LinearFit.Of(ThreadCounts, [.. ThreadCounts.Select(count => (4.0 * count) + (1L << 42))]);
        fit.Slope.Should().BeApproximately(4, 1e-6);
    }

    [Test]
    public void Repeated_x_count_as_points_of_their_own()
    {
        var fit = LinearFit.Of([1, 1, 3, 3], [1, 3, 5, 7]);
        fit.Slope.Should().Be(2);
        fit.Intercept.Should().Be(0);
        fit.RSquared.Should().Be(0.8);
    }

    [Test]
    public void Shifting_y_moves_only_the_intercept_and_scaling_it_scales_the_slope()
    {
        var random = new Random(1984);
        for (var round = 0; round < 100; round++)
        {
            var y = Samples.Any(random, ThreadCounts.Length);
            var plain = LinearFit.Of(ThreadCounts, y);
            var moved = LinearFit.Of(ThreadCounts, [.. y.Select(value => (value * -8) + 512)]);
            moved.Slope.Should().BeApproximately(plain.Slope * -8, 1e-9);
            moved.Intercept.Should().BeApproximately((plain.Intercept * -8) + 512, 1e-9);
            moved.RSquared.Should().BeApproximately(plain.RSquared, 1e-9);
            moved.SlopeLow.Should().BeApproximately(plain.SlopeHigh!.Value * -8, 1e-9);
            moved.SlopeHigh.Should().BeApproximately(plain.SlopeLow!.Value * -8, 1e-9);
        }
    }

    [Test]
    public void A_higher_level_widens_the_interval()
    {
        var narrow = LinearFit.Of([1, 2, 3, 4], [2, 4, 5, 7], 0.9);
        var wide = LinearFit.Of([1, 2, 3, 4], [2, 4, 5, 7], 0.99);
        wide.SlopeLow.Should().BeLessThan(narrow.SlopeLow!.Value);
        wide.SlopeHigh.Should().BeGreaterThan(narrow.SlopeHigh!.Value);
    }

    [Test]
    public void Equal_x_are_refused()
    {
        var fit = () => LinearFit.Of([0.1, 0.1, 0.1], [1, 2, 3]);
        fit.Should().Throw<ArgumentException>().WithMessage("All x are equal*");
    }

    [Test]
    public void A_single_point_and_unequal_numbers_are_refused()
    {
        var single = () => LinearFit.Of([1], [1]);
        var unequal = () => LinearFit.Of([1, 2, 3], [1, 2]);
        single.Should().Throw<ArgumentException>().WithMessage("*two points*");
        unequal.Should().Throw<ArgumentException>().WithMessage("*two points*");
    }

    [Test]
    public void A_value_that_is_not_finite_is_refused()
    {
        var fit = () => LinearFit.Of([1, 2, 3], [1, double.NaN, 3]);
        fit.Should().Throw<ArgumentException>().WithParameterName("y");
    }
}
