using LinuxThreads.Statistics;

namespace LinuxThreads.Tests.Statistics;

public sealed class MedianIntervalTests
{
    // Python, exact fractions: the largest k with sum(comb(n, i) for i in range(k, n - k + 1)) / 2**n ≥ level.
    // n = 10 gives ranks 2 and 9 with 97.85 %, as tabulated for the sign test (J. D. Gibbons and S. Chakraborti,
    // Nonparametric Statistical Inference, 5th edition, table G: P(B ≤ 1) = 0.0107).
    [TestCase(0.95, 6, 1, 0.96875)]
    [TestCase(0.95, 7, 1, 0.984375)]
    [TestCase(0.95, 8, 1, 0.9921875)]
    [TestCase(0.95, 9, 2, 0.9609375)]
    [TestCase(0.95, 10, 2, 0.978515625)]
    [TestCase(0.95, 15, 4, 0.96484375)]
    [TestCase(0.95, 20, 6, 0.9586105346679688)]
    [TestCase(0.95, 30, 10, 0.9572260547429323)]
    [TestCase(0.95, 99, 40, 0.9561247064129847)]
    [TestCase(0.95, 100, 40, 0.9647997997822951)]
    [TestCase(0.95, 1000, 469, 0.9537088026395019)]
    [TestCase(0.99, 8, 1, 0.9921875)]
    [TestCase(0.99, 21, 5, 0.992802619934082)]
    [TestCase(0.99, 1000, 459, 0.9913600509977395)]
    public void Ranks_and_achieved_confidence_are_those_of_the_binomial_distribution(double level, int n, int rank, double achieved)
    {
        double[] ranks = [.. Enumerable.Range(1, n)];
        Array.Reverse(ranks);
        var interval = MedianInterval.Of(ranks, level)!;
        interval.LowRank.Should().Be(rank);
        interval.Low.Should().Be(rank);
        interval.High.Should().Be(n + 1 - rank);
        interval.Confidence.Should().BeApproximately(achieved, 1e-13);
        interval.Count.Should().Be(n);
        interval.RequestedConfidence.Should().Be(level);
        interval.IsAsConfidentAsRequested.Should().BeTrue();
    }

    [TestCase(2, 0.5)]
    [TestCase(3, 0.75)]
    [TestCase(5, 0.9375)]
    public void Too_few_repetitions_give_the_whole_range_and_say_what_it_is_worth(int n, double achieved)
    {
        var interval = MedianInterval.Of([.. Enumerable.Range(1, n)])!;
        interval.Low.Should().Be(1);
        interval.High.Should().Be(n);
        interval.Confidence.Should().Be(achieved);
        interval.IsAsConfidentAsRequested.Should().BeFalse();
    }

    [Test]
    public void A_level_met_exactly_is_met()
    {
        var interval = MedianInterval.Of([1, 2, 3, 4, 5], 0.9375)!;
        interval.LowRank.Should().Be(1);
        interval.IsAsConfidentAsRequested.Should().BeTrue();
        // One step more narrow: P(2 ≤ B ≤ 3) of 5 = 20/32.
        MedianInterval.Of([1, 2, 3, 4, 5], 0.625)!.LowRank.Should().Be(2);
    }

    [Test]
    public void Fewer_than_two_repetitions_have_no_interval()
    {
        MedianInterval.Of([]).Should().BeNull();
        MedianInterval.Of([3]).Should().BeNull();
    }

    [Test]
    public void Equal_repetitions_have_an_interval_of_no_width()
    {
        var interval = MedianInterval.Of([0, 0, 0, 0, 0, 0, 0])!;
        interval.Low.Should().Be(0);
        interval.High.Should().Be(0);
    }

    [Test]
    public void The_ranks_work_far_beyond_where_two_to_the_minus_n_underflows()
    {
        // Python, exact integers: 0.9504442853304751 for rank 49,690; rank 49,691 has 0.9497.
        var interval = MedianInterval.Of(new double[100_000])!;
        interval.LowRank.Should().Be(49_690);
        interval.Confidence.Should().BeApproximately(0.9504442853304751, 1e-10);
    }

    [Test]
    public void Shifting_and_scaling_moves_the_ends_along()
    {
        var random = new Random(2003);
        for (var round = 0; round < 100; round++)
        {
            var samples = Samples.Any(random, 2 + random.Next(60));
            var plain = MedianInterval.Of(samples)!;
            var moved = MedianInterval.Of([.. samples.Select(sample => (sample * 4) + 100)])!;
            moved.Low.Should().Be((plain.Low * 4) + 100);
            moved.High.Should().Be((plain.High * 4) + 100);
            moved.Confidence.Should().Be(plain.Confidence);
        }
    }

    [Test]
    public void Turning_the_samples_round_turns_the_interval_round()
    {
        var samples = Samples.Any(new Random(7), 23);
        var plain = MedianInterval.Of(samples)!;
        var mirrored = MedianInterval.Of([.. samples.Select(sample => -sample)])!;
        mirrored.Low.Should().Be(-plain.High);
        mirrored.High.Should().Be(-plain.Low);
    }

    [Test]
    public void The_interval_holds_the_median_as_often_as_it_says()
    {
        // Exponential samples: as skewed as times are. Median ln 2; 10 values, ranks 2 and 9: 97.85 %.
        var random = new Random(20_030);
        const int Rounds = 20_000;
        var held = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var samples = new double[10];
            for (var i = 0; i < samples.Length; i++)
            {
                samples[i] = -Math.Log(1 - random.NextDouble());
            }

            var interval = MedianInterval.Of(samples)!;
            held += interval.Low <= Math.Log(2) && Math.Log(2) <= interval.High ? 1 : 0;
        }

        // Standard deviation of the share: √(0.9785 · 0.0215 / 20,000) = 0.001.
        (held / (double)Rounds).Should().BeApproximately(0.978515625, 0.004);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(-0.5)]
    [TestCase(95)]
    [TestCase(double.NaN)]
    public void A_level_that_is_no_probability_is_refused(double level)
    {
        var interval = () => MedianInterval.Of([1, 2, 3], level);
        interval.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public void A_repetition_that_is_not_finite_is_refused()
    {
        var interval = () => MedianInterval.Of([1, double.PositiveInfinity, 3]);
        interval.Should().Throw<ArgumentException>();
    }
}
