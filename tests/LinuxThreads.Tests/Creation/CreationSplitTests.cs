using LinuxThreads.Creation;

namespace LinuxThreads.Tests.Creation;

public sealed class CreationSplitTests
{
    [Test]
    public void The_parts_and_the_rest_add_up_to_the_whole_and_each_is_less_a_clock_read()
    {
        var split = CreationSplit.Of([Round(whole: 10_000)], clockReadNs: 20);

        (split.StackMappingNs, split.GuardNs, split.FirstTouchNs, split.CloneNs, split.PthreadCreateNs).Should().Be((980, 1_980, 480, 3_980, 9_980));
        split.RestNs.Should().Be(9_980 - 980 - 1_980 - 3_980);
        split.ClockReadNs.Should().Be(20);
        split.RestInterval.Should().BeNull();
    }

    [Test]
    public void A_negative_rest_is_shown() =>
        CreationSplit.Of([Round(whole: 5_000)], clockReadNs: 0).RestNs.Should().Be(-2_000);

    [Test]
    public void The_rests_interval_is_over_the_rounds_own_rests()
    {
        var split = CreationSplit.Of([Round(10_000), Round(10_500), Round(9_900)], clockReadNs: 0);

        split.RestNs.Should().Be(3_000);
        (split.RestInterval!.Low, split.RestInterval.High, split.RestInterval.Count).Should().Be((2_900, 3_500, 3));
    }

    [Test]
    public void Each_part_is_the_median_of_the_rounds_medians()
    {
        (long[][], long[]) one = (Steps(map: [1, 2, 99]), [100]), two = (Steps(map: [4, 5, 6]), [100]), three = (Steps(map: [7, 8, 9]), [100]);
        CreationSplit.Of([three, one, two], clockReadNs: 0).StackMappingNs.Should().Be(5);
    }

    [Test]
    public void The_times_of_a_creation_follow_from_its_steps()
    {
        var (returned, first, joined) = StepTimes.Whole([[1, 10], [2, 20], [4, 40], [100, 1_000], [200, 2_000], [400, 4_000], [8, 80]]);

        returned.Should().Equal(107, 1_070);
        first.Should().Equal(207, 2_070);
        joined.Should().Equal(415, 4_150);
    }

    private static (long[][] Steps, long[] PthreadCreate) Round(long whole) => (Steps(map: [1_000]), [whole]);

    private static long[][] Steps(long[] map) => [map, [2_000], [500], [4_000], [6_000], [9_000], [700]];
}
