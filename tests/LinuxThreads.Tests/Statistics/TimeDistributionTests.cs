using LinuxThreads.Statistics;

namespace LinuxThreads.Tests.Statistics;

public sealed class TimeDistributionTests
{
    [Test]
    public void The_quantiles_of_a_thousand_are_their_nearest_ranks()
    {
        var times = Enumerable.Range(1, 1_000).Select(static i => (long)i).Reverse().ToArray();

        var all = TimeDistribution.Of(times);

        new[] { all.Min, all.P25, all.Median, all.P75, all.P90, all.P99, all.P999, all.Max }.Select(static time => time.Value)
            .Should().Equal(1, 250, 500, 750, 900, 990, 999, 1_000);
        all.Count.Should().Be(1_000);
    }

    [Test]
    public void Several_lists_are_one_distribution()
    {
        var all = TimeDistribution.Of([5, 1], [3], [4, 2]);
        (all.Count, all.Min.Value, all.Median.Value, all.Max.Value).Should().Be((5, 1, 3, 5));
    }

    [TestCase(50, true)]
    [TestCase(51, false)]
    public void With_so_few_the_99th_percentile_is_the_longest(int count, bool longest)
    {
        var times = Enumerable.Range(1, count).Select(static i => (long)i).ToArray();
        (TimeDistribution.Of(times).P99.Value == count).Should().Be(longest);
    }

    [Test]
    public void Long_times_are_kept_to_a_thousandth_and_never_beyond_the_longest()
    {
        long[] times = [.. Enumerable.Range(0, 1_001).Select(static i => 1_000_000_007L + (i * 1_000_003L))];

        var all = TimeDistribution.Of(times);

        all.Median.Value.Should().BeInRange(times[500], (long)(times[500] * 1.001));
        all.P999.Value.Should().BeLessThanOrEqualTo(times[^1]);
        (all.Min.Value, all.Max.Value).Should().Be((times[0], times[^1]));
    }

    [Test]
    public void A_single_time_is_every_quantile_exactly()
    {
        var all = TimeDistribution.Of([123_456_789]);
        new[] { all.Min, all.P25, all.Median, all.P75, all.P90, all.P99, all.P999, all.Max }.Should().OnlyContain(static time => time.Value == 123_456_789);
    }

    [Test]
    public void Zero_and_an_hour_are_times()
    {
        var all = TimeDistribution.Of([0, 3_600_000_000_000]);
        (all.Min.Value, all.Max.Value).Should().Be((0, 3_600_000_000_000));
    }

    [TestCase(-1)]
    [TestCase(3_600_000_000_001)]
    public void A_time_out_of_range_is_refused(long time)
    {
        var of = () => TimeDistribution.Of([1, time]);
        of.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("times");
    }

    [Test]
    public void None_at_all_is_refused()
    {
        var of = () => TimeDistribution.Of([], []);
        of.Should().Throw<ArgumentException>().WithParameterName("times");
    }
}
