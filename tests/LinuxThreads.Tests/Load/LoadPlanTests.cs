using LinuxThreads.Load;
using LinuxThreads.Loops;

namespace LinuxThreads.Tests.Load;

public sealed class LoadPlanTests
{
    [Test]
    public void The_defaults_begin_without_a_load_and_reach_1024_threads_and_10000_bystanders()
    {
        new LoadPlan().RunQueueLengths.Should().Equal(0, 1, 4, 16, 64, 256, 1_024);
        new LoadPlan().Bystanders.Should().Equal(0, 1_000, 10_000);
        new LoadPlan().Timeout.Should().Be(new Nanoseconds(50_000));
    }

    [TestCase(new int[0])]
    [TestCase(new[] { -1, 4 })]
    [TestCase(new[] { 4, 4 })]
    [TestCase(new[] { 4, 1 })]
    [TestCase(new[] { 0, LoopPlan.MostRunnable + 1 })]
    public void A_list_that_does_not_rise_within_the_range_is_refused(int[] lengths) =>
        FluentActions.Invoking(() => new LoadPlan { RunQueueLengths = lengths }).Should().Throw<ArgumentException>().WithMessage("*rising numbers from 0 to 4096*");

    [Test]
    public void Times_must_be_positive()
    {
        FluentActions.Invoking(() => new LoadPlan { Timeout = new(0) }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LoadPlan { TimerSlack = new(0) }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LoadPlan { Window = TimeSpan.Zero }).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LoadPlan { IdlingWindow = TimeSpan.Zero }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public void A_run_queue_has_its_lengths_as_points_and_a_futex_on_one_CPU()
    {
        var points = LoadSubject.Of(LoadSweep.RunQueue, new LoadPlan { RunQueueLengths = [0, 1_024] });

        points.Select(point => (point.Name, point.Setting, point.Pair!.Runnable)).Should().Equal(("0", 0, 0), ("1,024", 1_024, 1_024));
        points.Should().OnlyContain(point => point.Pair!.Mechanism == LinuxThreads.PingPong.Mechanism.Futex
            && point.Pair.Placement == LinuxThreads.PingPong.Placement.SameCpu && point.Control == null && point.Wait == null);
    }

    [Test]
    public void Policies_are_all_of_the_kernel_s_with_other_first() =>
        LoadSubject.Of(LoadSweep.Policy, new LoadPlan()).Select(point => (point.Name, point.Pair!.Policy)).Should().Equal(
            ("other", SchedulingPolicy.Other), ("batch", SchedulingPolicy.Batch), ("idle", SchedulingPolicy.Idle),
            ("fifo", SchedulingPolicy.Fifo), ("rr", SchedulingPolicy.RoundRobin));

    [Test]
    public void Bystanders_are_beside_the_pair() =>
        LoadSubject.Of(LoadSweep.Bystanders, new LoadPlan { Bystanders = [0, 7] }).Select(point => point.Pair!.Bystanders).Should().Equal(0, 7);

    [Test]
    public void Registers_are_clean_and_dirty_and_each_has_a_control_that_does_the_same_work()
    {
        var points = LoadSubject.Of(LoadSweep.Vectors, new LoadPlan());

        points.Select(point => (point.Name, point.Pair!.Work.Kind)).Should().Equal(("clean", WorkKind.CleanVectors), ("dirty", WorkKind.DirtyVectors));
        points.Should().OnlyContain(point => point.Control!.Work == point.Pair!.Work && point.Control.Kind == LinuxThreads.Calls.CallKind.FutexBoth);
    }

    [Test]
    public void Sleeps_inherit_their_slack_or_have_the_one_asked_for_on_a_CPU_that_idles_or_not() =>
        LoadSubject.Of(LoadSweep.TimerSlack, new LoadPlan { Timeout = new(70_000), TimerSlack = new(5_000) })
            .Select(point => (point.Name, point.Setting, point.Wait!.TimerSlack?.Value, point.Wait.Runnable, point.Wait.Timeout.Value)).Should().Equal(
                ("inherited", null, null, 0, 70_000), ("5,000 ns", 5_000, 5_000, 0, 70_000),
                ("inherited, awake", null, null, 1, 70_000), ("5,000 ns, awake", 5_000, 5_000, 1, 70_000));

    [Test]
    public void A_sized_point_has_the_batches_and_the_control_its_own()
    {
        var point = LoadSubject.Of(LoadSweep.Vectors, new LoadPlan())[1].Sized(3, 40, 500);

        (point.Pair!.Batches, point.Pair.BatchRoundTrips, point.Control!.Batches, point.Control.BatchCalls).Should().Be((3, 40, 3, 500));
        point.Name.Should().Be("dirty");
    }

    [Test]
    public void Every_sweep_and_figure_has_a_name_of_its_own()
    {
        Enum.GetValues<LoadSweep>().Select(sweep => sweep.JsonName()).Should().Equal("run-queue", "policy", "bystanders", "vectors", "timer-slack");
        Enum.GetValues<LoadSweep>().Select(sweep => sweep.Figure().JsonName()).Should().Equal(
            "cpu-per-switch", "wall-per-switch", "wall-per-switch", "net-per-switch", "lateness");
    }
}
