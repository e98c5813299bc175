using LinuxThreads.Footprint;

namespace LinuxThreads.Tests.Footprint;

public sealed class SlabSoakTests
{
    private const int Step = 100;

    [Test]
    public void Two_steps_alike_are_steady() => Soak(7000, 7300).IsSteady.Should().BeTrue();

    [Test]
    public void One_step_tells_nothing() => Soak(7000).IsSteady.Should().BeFalse();

    [TestCase(7000, 8300)]
    [TestCase(8300, 7000)]
    public void Steps_that_differ_by_more_than_15_percent_are_not_steady(double first, double second) => Soak(first, second).IsSteady.Should().BeFalse();

    [Test]
    public void Steps_that_take_next_to_nothing_are_threads_that_found_all_they_need() => Soak(200, 200).IsSteady.Should().BeFalse();

    [Test]
    public void Only_the_last_two_steps_count() => Soak(0, 3000, 7000, 7000).IsSteady.Should().BeTrue();

    [Test]
    public void What_the_ballast_found_is_what_it_would_have_taken_less_what_it_took()
    {
        var ballast = Soak(0, 3000, 7000, 7000).Result(unread: 16, shrunkCaches: 14);

        ballast.Should().Be(new FootprintBallast(416, new ByteSize(17_000 * Step), new ByteSize(11_000 * Step), 14));
        ballast.IsSteady.Should().BeTrue();
    }

    [Test]
    public void Slabs_that_others_gave_back_were_not_found_by_the_ballast() =>
        Soak(-90_000, 7000, 7000).Result(0, 0).Reused.Should().Be(new ByteSize(21_000 * Step), "three steps can't take more than three steps' worth");

    [Test]
    public void More_growth_than_the_last_steps_explain_is_no_negative_find() => Soak(9000, 7000, 7000).Result(0, 0).Reused.Should().Be(ByteSize.Zero);

    [Test]
    public void Without_a_steady_end_nothing_is_known_of_what_was_found()
    {
        var ballast = Soak(0, 3000, 7000).Result(16, 0);

        ballast.Reused.Should().BeNull();
        ballast.IsSteady.Should().BeFalse();
        ballast.Threads.Should().Be(316);
    }

    private static SlabSoak Soak(params double[] perThread)
    {
        var soak = new SlabSoak(leastPerThread: 5000);
        foreach (var bytes in perThread)
        {
            soak.Add(Step, new ByteSize((long)(bytes * Step)));
        }

        return soak;
    }
}
