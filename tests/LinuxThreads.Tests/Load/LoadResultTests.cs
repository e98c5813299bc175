using LinuxThreads.Load;
using LinuxThreads.Verdicts;
using static LinuxThreads.Tests.Verdicts.Rounds;

namespace LinuxThreads.Tests.Load;

public sealed class LoadResultTests
{
    private static readonly LoadPlan Plan = new() { RunQueueLengths = [0, 4] };

    [Test]
    public void Beside_a_run_queue_the_pair_s_own_CPU_time_is_divided_by_the_switches_counted()
    {
        // 2.1 switches a round trip, since others took turns; of 9 µs a round trip, the pair had 4.2.
        var result = Of(LoadSweep.RunQueue,
            Run(Round(3_000, 1_000, 2_000, cpuNs: 3_000_000), Round(3_200, 1_000, 2_000, cpuNs: 3_200_000)),
            Run(Round(9_000, 1_000, 2_100, cpuNs: 4_200_000), Round(8_000, 1_000, 2_000, cpuNs: 4_800_000)));

        var point = result.Points[1];
        point.FigureNs!.Rounds.Should().Equal(2_000, 2_400);
        point.CpuNs.Should().BeEquivalentTo(point.FigureNs);
        point.WallNs!.Rounds.Should().Equal(9_000 * 1_000 / 2_100.0, 4_000);
        point.Ratio!.Ratios.Should().Equal(2_000 / 1_500.0, 2_400 / 1_600.0);
        (point.Name, point.Setting).Should().Be(("4", 4));
    }

    [Test]
    public void The_first_point_is_compared_with_nothing()
    {
        var result = Of(LoadSweep.RunQueue, Run(Round(3_000, 1_000, 2_000, 3_000_000)), Run(Round(3_000, 1_000, 2_000, 3_000_000)));

        result.Points[0].Ratio.Should().BeNull();
        result.Points[1].Ratio!.MedianRatio.Should().Be(1);
    }

    [Test]
    public void Without_the_threads_CPU_time_there_is_no_figure_beside_a_run_queue_and_the_point_is_unverified()
    {
        var result = Of(LoadSweep.RunQueue, Run(Round(3_000, 1_000, 2_000, 3_000_000)), Run(Round(3_000, 1_000, 2_000, cpuNs: null)));

        var point = result.Points[1];
        (point.FigureNs, point.CpuNs, point.Ratio).Should().Be((null, null, null));
        point.WallNs!.Median.Should().Be(1_500);
        point.Verdict.Should().Be(Verdict.Unverified);
    }

    [Test]
    public void Without_a_count_there_is_no_time_per_switch()
    {
        var result = Of(LoadSweep.Policy, Run(Round(3_000, 1_000, counted: null, cpuNs: 1)));

        (result.Points[0].FigureNs, result.Points[0].WallNs, result.Points[0].CpuNs).Should().Be((null, null, null));
        result.Points[0].Verdict.Should().Be(Verdict.Unverified);
    }

    [Test]
    public void A_policy_is_judged_by_elapsed_time()
    {
        var result = Of(LoadSweep.Policy, Run(Round(4_000, 1_000, 2_000, 1_000)), Run(Round(5_000, 1_000, 2_000, 2_000)));

        result.Points.Select(point => point.FigureNs!.Median).Should().Equal(2_000, 2_500);
        result.Points.Select(point => point.Name).Should().Equal("other", "batch");
    }

    [Test]
    public void Of_registers_the_calls_and_work_of_both_sides_are_taken_off()
    {
        // Clean: 4,000 − 2 × 500 over 2. Dirty: 4,600 − 2 × 700 over 2.
        var result = Of(LoadSweep.Vectors,
            [Run(Round(4_000, 100, 200)), Run(Round(4_600, 100, 200))],
            [Run(Round(500, 100, 0, nominal: 0)), Run(Round(700, 100, 0, nominal: 0))]);

        result.Points.Select(point => point.FigureNs!.Median).Should().Equal(1_500, 1_600);
        result.Points.Select(point => point.WallNs!.Median).Should().Equal(2_000, 2_300);
        result.Points[1].Ratio!.MedianRatio.Should().Be(1_600 / 1_500.0);
        result.Points[1].Control!.CallNs.Median.Should().Be(700);
    }

    [Test]
    public void Work_that_seems_to_cost_more_than_the_hand_over_leaves_a_negative_figure_and_no_ratio()
    {
        var result = Of(LoadSweep.Vectors,
            [Run(Round(4_000, 100, 200)), Run(Round(1_000, 100, 200))],
            [Run(Round(500, 100, 0, nominal: 0)), Run(Round(700, 100, 0, nominal: 0))]);

        result.Points[1].FigureNs!.Median.Should().Be(-200);
        result.Points[1].Ratio.Should().BeNull();
    }

    [Test]
    public void A_point_is_worth_what_its_control_is()
    {
        var result = Of(LoadSweep.Vectors,
            [Run(Round(4_000, 100, 200)), Run(Round(4_600, 100, 200))],
            [Run(Round(500, 100, 0, nominal: 0)), Run(Round(700, 100, 0, nominal: 0, disturbed: true))]);

        result.Points.Select(point => point.Verdict).Should().Equal(Verdict.Valid, Verdict.Contaminated);
        result.Points[1].Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.ForeignCpuTime);
    }

    [Test]
    public void Lateness_is_what_a_sleep_takes_beyond_its_timeout()
    {
        var result = Of(LoadSweep.TimerSlack,
            Run(Round(104_000, 100, 100, nominal: 100), Round(106_000, 100, 100, nominal: 100)),
            Run(Round(54_000, 100, 100, nominal: 100), Round(53_000, 100, 100, nominal: 100)));

        result.Points.Select(point => point.FigureNs!.Rounds).Should().BeEquivalentTo(new[] { new[] { 54_000.0, 56_000 }, [4_000, 3_000] });
        result.Points[1].Ratio!.Ratios.Should().Equal(4_000 / 54_000.0, 3_000 / 56_000.0);
        result.Points[0].Wait!.Evidence.NominalSwitches.Should().Be(200);
        result.Points[0].HandOver.Should().BeNull();
    }

    [Test]
    public void What_was_refused_is_kept()
    {
        Unavailable[] refused = [new("policy fifo", "no", "yes")];
        var runs = new[] { new LoadRun(LoadSubject.Of(LoadSweep.Policy, Plan)[0], 0, Run(Round(4_000, 1_000, 2_000, 1)), null) };

        LoadResult.Of(LoadSweep.Policy, Plan, runs, refused).Unavailable.Should().Equal(refused);
    }

    [Test]
    public void Beside_a_run_queue_a_pilot_is_judged_by_the_pair_s_own_time_and_otherwise_by_elapsed_time()
    {
        LoadMeter.OperationNs(LoadSweep.RunQueue, Round(9_000, 1_000, 2_000, cpuNs: 3_000_000)).Should().Be(3_000);
        LoadMeter.OperationNs(LoadSweep.RunQueue, Round(9_000, 1_000, 2_000, cpuNs: null)).Should().Be(9_000);
        LoadMeter.OperationNs(LoadSweep.Policy, Round(9_000, 1_000, 2_000, cpuNs: 3_000_000)).Should().Be(9_000);
    }

    private static LoadResult Of(LoadSweep sweep, params RepeatedRun[] mains) => Of(sweep, mains, []);

    private static LoadResult Of(LoadSweep sweep, RepeatedRun[] mains, RepeatedRun[] controls) => LoadResult.Of(
        sweep, Plan, [.. LoadSubject.Of(sweep, Plan).Take(mains.Length).Select((subject, at) => new LoadRun(subject, 3, mains[at], controls.ElementAtOrDefault(at)))], []);
}
