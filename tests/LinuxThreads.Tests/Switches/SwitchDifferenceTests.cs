using LinuxThreads.Switches;
using static LinuxThreads.Tests.Switches.Synthetic;

namespace LinuxThreads.Tests.Switches;

public sealed class SwitchDifferenceTests
{
    [Test]
    public void A_thread_in_both_snapshots_shows_its_increase()
    {
        var interval = SwitchSnapshot.Difference(
            Snapshot(5, Thread(100, voluntary: 10, involuntary: 2)),
            Snapshot(905, Thread(100, voluntary: 25, involuntary: 9)));

        interval.Interval.Should().Be(new Nanoseconds(900));
        interval.ReadingTook.Should().Be(new Nanoseconds(100));
        var thread = interval.Threads.Should().ContainSingle().Subject;
        thread.Counts.Should().Be(new SwitchCounts(15, 7));
        thread.Migrations.Should().Be(1);
        thread.CpuTime.Should().Be(new Nanoseconds(15_000));
        thread.RunDelay.Should().Be(new Nanoseconds(1_500));
        thread.Timeslices.Should().Be(22);
        interval.Started.Should().BeEmpty();
        interval.Exited.Should().BeEmpty();
    }

    [Test]
    public void A_thread_that_started_in_between_counts_whole()
    {
        var interval = SwitchSnapshot.Difference(
            Snapshot(0, Thread(100, voluntary: 10)),
            Snapshot(1, Thread(100, voluntary: 11), Thread(101, start: 2000, voluntary: 7, involuntary: 1)));

        interval.Started.Should().Equal(new Tid(101));
        interval.Totals.Started.Should().Be(1);
        interval.Totals.Exited.Should().Be(0);
        interval.Threads.Should().HaveCount(2);
        interval.Totals.Counts.Should().Be(new SwitchCounts(8, 1));
    }

    [Test]
    public void A_thread_that_ended_is_named_with_its_last_reading_and_is_in_no_sum()
    {
        var last = Thread(101, voluntary: 40);
        var interval = SwitchSnapshot.Difference(
            Snapshot(0, Thread(100, voluntary: 10), last),
            Snapshot(1, Thread(100, voluntary: 11)));

        interval.Exited.Should().Equal(last);
        interval.Totals.Exited.Should().Be(1);
        interval.Totals.Threads.Should().Be(1);
        interval.Totals.Counts.Should().Be(new SwitchCounts(1, 0));
    }

    [Test]
    public void A_reused_thread_id_is_one_that_ended_and_one_that_started()
    {
        var interval = SwitchSnapshot.Difference(
            Snapshot(0, Thread(101, start: 1500, voluntary: 40)),
            Snapshot(1, Thread(101, start: 2001, voluntary: 90)));

        interval.Started.Should().Equal(new Tid(101));
        interval.Exited.Should().ContainSingle().Which.StartTime.Should().Be(new ClockTicks(1500));
        interval.Threads.Should().ContainSingle().Which.Counts.Should().Be(new SwitchCounts(90, 0));
    }

    [Test]
    public void A_thread_id_reused_within_one_tick_is_told_by_a_counter_that_went_back()
    {
        var before = Thread(101, start: 2000, voluntary: 40, involuntary: 4);
        var back = new[]
        {
            before with { Counts = new SwitchCounts(39, 4) },
            before with { Counts = new SwitchCounts(40, 3) },
            before with { Migrations = 3 },
            before with { CpuTime = new Nanoseconds(39_999) },
            before with { RunDelay = new Nanoseconds(3_999) },
            before with { Timeslices = 43 },
        };

        foreach (var after in back)
        {
            var interval = SwitchSnapshot.Difference(Snapshot(0, before), Snapshot(1, after));

            interval.Exited.Should().Equal(before);
            interval.Started.Should().Equal(new Tid(101));
            interval.Threads.Should().Equal(after);
        }
    }

    [Test]
    public void A_thread_that_the_first_snapshot_overlooked_has_unknown_figures_not_its_whole_life()
    {
        var interval = SwitchSnapshot.Difference(
            Snapshot(0, Thread(100)),
            Snapshot(1, Thread(100), Thread(101, start: 1999, voluntary: 1_000_000)));

        interval.Started.Should().BeEmpty();
        var thread = interval.Threads.Should().HaveCount(2).And.Subject.Last();
        thread.Tid.Should().Be(new Tid(101));
        thread.Should().Match<ThreadSwitches>(t =>
            t.Counts == null && t.Migrations == null && t.CpuTime == null && t.RunDelay == null && t.Timeslices == null);
        interval.Totals.Counts.Should().BeNull();
        interval.Unavailable.Should().ContainSingle(missing => missing.Field == "threads" && missing.Reason.StartsWith("1 thread"));
    }

    [Test]
    public void A_figure_that_one_snapshot_lacks_is_null_in_the_difference_and_in_the_sum()
    {
        var lacking = Thread(101, voluntary: 5) with { RunDelay = null, Timeslices = null };
        var interval = SwitchSnapshot.Difference(
            Snapshot(0, Thread(100), lacking) with { Unavailable = [new Unavailable("run_delay_ns", "then", null)] },
            Snapshot(1, Thread(100), Thread(101, voluntary: 6)) with { Unavailable = [new Unavailable("migrations", "now", null)] });

        interval.Threads[1].Counts.Should().Be(new SwitchCounts(1, 0));
        interval.Threads[1].RunDelay.Should().BeNull();
        interval.Threads[1].Timeslices.Should().BeNull();
        interval.Totals.RunDelay.Should().BeNull();
        interval.Totals.Timeslices.Should().BeNull();
        interval.Totals.Counts.Should().NotBeNull();
        interval.Unavailable.Select(missing => missing.Field).Should().BeEquivalentTo("run_delay_ns", "migrations");
    }

    [Test]
    public void Switches_of_ended_threads_are_what_the_process_counted_beyond_those_listed()
    {
        // Listed: 100 did 5 more, 102 started and did 3. Process: 60 more. The rest is 101, which ended, and any in between.
        var interval = SwitchSnapshot.Difference(
            Snapshot(0, Thread(100, voluntary: 10), Thread(101, voluntary: 40)) with { ProcessSwitches = new SwitchRange(50, 50) },
            Snapshot(1, Thread(100, voluntary: 15), Thread(102, start: 2000, voluntary: 3)) with { ProcessSwitches = new SwitchRange(110, 110) });

        interval.Totals.ExitedSwitches.Should().Be(new SwitchRange(52, 52));
    }

    [Test]
    public void Switches_while_reading_widen_the_bounds_on_those_of_ended_threads()
    {
        var interval = SwitchSnapshot.Difference(
            Snapshot(0, Thread(100, voluntary: 10)) with { ProcessSwitches = new SwitchRange(50, 52) },
            Snapshot(1, Thread(100, voluntary: 15)) with { ProcessSwitches = new SwitchRange(60, 63) });

        // At least 60 − 52 − 5, at most 63 − 50 − 5.
        interval.Totals.ExitedSwitches.Should().Be(new SwitchRange(3, 8));
    }

    [Test]
    public void Counts_of_two_sources_are_not_compared()
    {
        var first = Snapshot(0, Thread(100)) with { ProcessSwitches = new SwitchRange(50, 50), ProcessSource = ProcessCountSource.Taskstats };
        var second = first with { TakenAt = new Nanoseconds(1), ProcessSource = ProcessCountSource.Getrusage };

        var totals = SwitchSnapshot.Difference(first, second).Totals;

        totals.ExitedSwitches.Should().BeNull();
        totals.ExitedSource.Should().BeNull();
    }

    [Test]
    public void A_difference_by_taskstats_takes_the_timeslices_of_the_threads_listed()
    {
        var first = Snapshot(0, Thread(100, voluntary: 10) with { Timeslices = 3 })
            with
        { ProcessSwitches = new SwitchRange(50, 50), ProcessSource = ProcessCountSource.Taskstats };
        var second = Snapshot(1, Thread(100, voluntary: 10) with { Timeslices = 7 })
            with
        { ProcessSwitches = new SwitchRange(60, 60), ProcessSource = ProcessCountSource.Taskstats };

        SwitchSnapshot.Difference(first, second).Totals.ExitedSwitches.Should().Be(new SwitchRange(6, 6));
    }

    [Test]
    public void Without_the_count_of_the_process_the_switches_of_ended_threads_are_unknown()
    {
        var interval = SwitchSnapshot.Difference(
            Snapshot(0, Thread(100)) with { ProcessSwitches = new SwitchRange(50, 52) }, Snapshot(1, Thread(100)));

        interval.Totals.ExitedSwitches.Should().BeNull();
    }

    [Test]
    public void Snapshots_of_two_processes_or_in_the_wrong_order_are_refused()
    {
        var first = Snapshot(10, Thread(100));
        var other = () => SwitchSnapshot.Difference(first, first with { Pid = new Pid(7), TakenAt = new Nanoseconds(20) });
        var order = () => SwitchSnapshot.Difference(first, first with { TakenAt = new Nanoseconds(9) });

        other.Should().Throw<ArgumentException>().WithMessage("*100 and 7*");
        order.Should().Throw<ArgumentException>().WithMessage("*taken first*");
    }
}
