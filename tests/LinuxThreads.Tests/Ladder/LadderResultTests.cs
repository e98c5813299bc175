using LinuxThreads.Ladder;
using LinuxThreads.Tests.Verdicts;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Ladder;

public sealed class LadderResultTests
{
    private const long Operations = 100;

    [Test]
    public void Steps_come_in_the_order_of_the_rungs_whatever_the_order_of_the_runs()
    {
        var result = Of((LadderRung.LoneYield, Calls(400)), (LadderRung.EmptyCall, Calls(1)), (LadderRung.NullSyscall, Calls(100)));

        result.Steps.Select(static step => step.Rung).Should().Equal(LadderRung.EmptyCall, LadderRung.NullSyscall, LadderRung.LoneYield);
    }

    [Test]
    public void A_difference_is_the_median_of_the_rounds_differences_with_their_interval()
    {
        // Per round: 100-1, 90-2, 130-3, 110-4, 80-5, 120-6.
        var result = Of((LadderRung.NullSyscall, Calls(100, 90, 130, 110, 80, 120)), (LadderRung.EmptyCall, Calls(1, 2, 3, 4, 5, 6)));

        var difference = result.Find(LadderRung.NullSyscall)!.Difference!;
        difference.With.Should().Be(LadderRung.EmptyCall);
        difference.Ns.Differences.Should().Equal(99, 88, 127, 106, 75, 114);
        difference.Ns.MedianDifference.Should().Be(102.5);
        (difference.Ns.Interval!.Low, difference.Ns.Interval.High).Should().Be((75, 127));
        difference.Ns.IsToldApart.Should().BeTrue();
        difference.What.Should().Contain("entering the kernel");
    }

    [Test]
    public void A_round_is_the_median_of_its_batches_and_a_cost_that_of_all_batches()
    {
        var result = Of((LadderRung.EmptyCall, [Call(1, 2, 9), Call(4, 5, 6)]));

        var step = result.Steps.Single();
        step.RoundsNs.Should().Equal(2, 5);
        step.SamplesNs.Should().Equal(1, 2, 9, 4, 5, 6);
        step.CostNs.Median.Should().Be(4.5);
        (step.Interval!.Low, step.Interval.High).Should().Be((2, 5));
    }

    [Test]
    public void A_hand_over_is_divided_by_the_switches_counted_in_its_own_round()
    {
        // 100 round trips of 3,000 ns: 200 switches in the first round, 300 in the second.
        var result = Of((LadderRung.FutexOneCpu, [HandOver(200, 3000), HandOver(300, 3000)]));

        var step = result.Steps.Single();
        step.RoundsNs.Should().Equal(1500, 1000);
        step.SwitchesPerOperation.Should().Be(2.5);
        step.Verdict.Should().Be(Verdict.WrongCount);
    }

    [Test]
    public void A_call_is_not_divided_by_switches_that_happened_to_it()
    {
        var step = Of((LadderRung.SelfPipe, [HandOver(1, 500, nominal: 0)])).Steps.Single();

        step.CostNs.Median.Should().Be(500);
        step.Verdict.Should().Be(Verdict.Valid);
    }

    [TestCase(0L)]
    [TestCase(null)]
    public void A_hand_over_without_a_counted_switch_is_unavailable_and_not_zero(long? counted)
    {
        var result = Of((LadderRung.YieldToPeer, [HandOver(200, 2000), HandOver(counted, 2000)]), (LadderRung.FutexOneCpu, [HandOver(200, 4000), HandOver(200, 4000)]));

        result.Find(LadderRung.YieldToPeer).Should().BeNull();
        result.Unavailable.Should().ContainSingle().Which.Should().Match<Unavailable>(static missing =>
            missing.Field == "yield-to-peer" && missing.Reason.StartsWith("in round 2 of 2 "));
        result.Find(LadderRung.FutexOneCpu)!.Difference.Should().BeNull();
    }

    [Test]
    public void What_was_not_measured_keeps_its_reason()
    {
        var missing = new Unavailable("futex-two-cpus", "one CPU only.", "Add one.");
        var result = LadderResult.Of(new LadderPlan(), [(LadderRung.EmptyCall, [0], Run([.. Calls(1)]))], [missing]);

        result.Unavailable.Should().Equal(missing);
        result.Find(LadderRung.FutexTwoCpus).Should().BeNull();
    }

    [Test]
    public void A_difference_that_the_rounds_do_not_agree_on_is_kept_and_not_told_apart()
    {
        var result = Of(
            (LadderRung.FutexTwoCpus, Rounds(2000, 3000, 2000, 3000, 2000, 3000)), (LadderRung.FutexTwoCpusAwake, Rounds(1900, 3100, 1900, 3100, 1900, 2900)));

        var difference = result.Find(LadderRung.FutexTwoCpusAwake)!.Difference!;
        difference.Ns.MedianDifference.Should().Be(-100 / 2);
        (difference.Ns.Interval!.Low, difference.Ns.Interval.High).Should().Be((-50, 50));
        difference.Ns.IsToldApart.Should().BeFalse();
    }

    [Test]
    public void Any_two_rungs_can_be_compared_and_an_absent_one_gives_nothing()
    {
        var result = Of((LadderRung.NullSyscall, Calls(100, 120)), (LadderRung.VdsoClock, Calls(20, 30)));

        result.Difference(LadderRung.NullSyscall, LadderRung.VdsoClock)!.Differences.Should().Equal(80, 90);
        result.Ratio(LadderRung.NullSyscall, LadderRung.VdsoClock)!.Ratios.Should().Equal(5, 4);
        result.Difference(LadderRung.NullSyscall, LadderRung.EmptyCall).Should().BeNull();
        result.Ratio(LadderRung.EmptyCall, LadderRung.VdsoClock).Should().BeNull();
    }

    private static LadderResult Of(params (LadderRung Rung, Repetition[] Rounds)[] runs) =>
        LadderResult.Of(new LadderPlan(), runs.Select(static run => (run.Rung, (IReadOnlyList<int>)[0], Run(run.Rounds))), []);

    private static RepeatedRun Run(Repetition[] rounds) => new(rounds, 0, rounds.Length, spinsBeforeParking: false);

    private static Repetition[] Calls(params double[] rounds) => [.. rounds.Select(static round => Call(round))];

    private static Repetition[] Rounds(params double[] rounds) => [.. rounds.Select(static round => HandOver(200, round))];

    private static Repetition Call(params double[] samples) => Of(samples, 0, 0);

    private static Repetition HandOver(long? counted, double sample, long nominal = 2 * Operations) => Of([sample], nominal, counted);

    private static Repetition Of(double[] samples, long nominal, long? counted) => new(
        samples,
        Operations,
        new Evidence
        {
            NominalSwitches = nominal,
            CountedSwitches = counted,
            Voluntary = counted,
            Involuntary = counted is null ? null : 0,
            Migrations = 0,
            RunDelay = new Nanoseconds(1),
            CpuTime = new Nanoseconds(1),
            WallTime = new Nanoseconds(1),
            CpusSeen = [0],
        },
        Occupancies.SameCpu(1000, 1000));
}
