using LinuxThreads.Directed;
using LinuxThreads.PingPong;
using static LinuxThreads.Tests.Verdicts.Rounds;

namespace LinuxThreads.Tests.Directed;

public sealed class DirectedResultTests
{
    [Test]
    public void Each_is_compared_with_the_futex_on_one_CPU_round_by_round_by_its_own_count()
    {
        var result = Of(
            Pair(Mechanism.Futex, Placement.SameCpu, (3_000, 2_000), (4_000, 2_000)),
            // Half as many switches as round trips ask for: the rest was handed over without the kernel.
            Pair(Mechanism.Futex, Placement.Unpinned, (3_000, 1_000), (20_000, 2_000)));

        result.HandOvers[0].ToFutexOnOneCpu.Should().BeNull();
        result.HandOvers[1].ToFutexOnOneCpu!.Ratios.Should().Equal(2, 5);
    }

    [Test]
    public void The_synchronous_wake_up_is_compared_with_the_plain_one_in_its_own_placement()
    {
        var result = Of(
            Pair(Mechanism.Futex, Placement.SameCpu, (3_000, 2_000)),
            Pair(Mechanism.SeccompNotify, Placement.SameCpu, (6_000, 2_000)),
            Pair(Mechanism.SeccompNotify, Placement.Unpinned, (48_000, 2_000)),
            Pair(Mechanism.SeccompNotifySync, Placement.SameCpu, (6_000, 2_000)),
            Pair(Mechanism.SeccompNotifySync, Placement.Unpinned, (12_000, 2_000)));

        result.HandOvers.Select(entry => entry.ToPlainSeccomp?.MedianRatio).Should().Equal(null, null, null, 1, 0.25);
        result.Find(Mechanism.SeccompNotifySync, PlacementKind.Unpinned).Should().BeSameAs(result.HandOvers[4]);
        result.Find(Mechanism.Pipe, PlacementKind.Unpinned).Should().BeNull();
    }

    [Test]
    public void Without_the_plain_one_there_is_nothing_to_compare_with() =>
        Of(Pair(Mechanism.Futex, Placement.SameCpu, (3_000, 2_000)), Pair(Mechanism.SeccompNotifySync, Placement.SameCpu, (6_000, 2_000)))
            .HandOvers[1].ToPlainSeccomp.Should().BeNull();

    [Test]
    public void A_round_without_a_count_leaves_the_ratio_open()
    {
        var result = Of(Pair(Mechanism.Futex, Placement.SameCpu, (3_000, 2_000)), Pair(Mechanism.Pipe, Placement.SameCpu, (3_000, null)));

        result.HandOvers[1].ToFutexOnOneCpu.Should().BeNull();
        result.HandOvers[1].Result.PerSwitchRoundsNs.Should().BeNull();
    }

    [Test]
    public void The_rounds_of_a_hand_over_have_each_its_own_median_and_count() =>
        Pair(Mechanism.Futex, Placement.SameCpu, (3_000, 2_000), (5_000, 1_000)).PerSwitchRoundsNs!.Rounds.Should().Equal(1_500, 5_000);

    private static DirectedResult Of(params PingPongResult[] results) => DirectedResult.Of(new DirectedPlan(), results, []);

    private static PingPongResult Pair(Mechanism mechanism, Placement placement, params (double RoundTripNs, long? Counted)[] rounds) => new(
        PingPongPlan.Default(mechanism, placement), [], Run([.. rounds.Select(round => Round(round.RoundTripNs, 1_000, round.Counted))]), []);
}
