using LinuxThreads.Switches;

namespace LinuxThreads.Tests.Switches;

public sealed class SwitchMeterTests
{
    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(0.5)]
    [TestCase(1000.0 * 3600 * 24 * 25)]
    public void An_interval_out_of_range_is_refused(double milliseconds)
    {
        var act = () => new SwitchPlan(Pid.Current, TimeSpan.FromMilliseconds(milliseconds));

        act.Should().Throw<ArgumentOutOfRangeException>().WithMessage("*1 ms to 24 days*");
    }

    [TestCase(100, 0, 110)]
    [TestCase(100, 100, 110)]
    [TestCase(100, 109, 110)]
    [TestCase(100, 110, 120)]
    [TestCase(100, 111, 120)]
    [TestCase(100, 205, 210)]
    public void Beats_that_have_passed_are_left_out_and_the_rhythm_is_kept(long last, long now, long expected)
    {
        SwitchMeter.NextBeat(new Nanoseconds(last), new Nanoseconds(10), new Nanoseconds(now)).Should().Be(new Nanoseconds(expected));
    }

    [Test]
    public void A_process_id_taken_over_by_another_process_is_noticed()
    {
        var first = Synthetic.Snapshot(0, Synthetic.Thread(100, start: 1000));

        SwitchMeter.IsSameProcess(first, Synthetic.Snapshot(1, Synthetic.Thread(100, start: 1001))).Should().BeFalse();
        SwitchMeter.IsSameProcess(first, Synthetic.Snapshot(1, Synthetic.Thread(100, start: 1000, voluntary: 5))).Should().BeTrue();
    }

    [Test]
    [Category("Live")]
    public void Intervals_follow_each_other_without_gaps()
    {
        var plan = new SwitchPlan(Pid.Current, TimeSpan.FromMilliseconds(5));
        var outer = SwitchSnapshot.Read(Pid.Current);

        var intervals = SwitchMeter.Watch(plan).Take(4).ToArray();

        var total = SwitchSnapshot.Difference(outer, SwitchSnapshot.Read(Pid.Current));
        intervals.Should().HaveCount(4).And.OnlyContain(interval => interval.Interval >= new Nanoseconds(1));
        intervals.Sum(interval => interval.Interval.Value).Should().BeLessThanOrEqualTo(total.Interval.Value).And.BeGreaterThanOrEqualTo(20_000_000);
        // The thread that waits for the beats gives its CPU away once for each at least.
        intervals.Should().OnlyContain(interval => interval.Totals.Counts!.Value.Voluntary >= 1);
    }

    [Test]
    [Category("Live")]
    public void Waiting_gives_the_cpu_away()
    {
        using var meter = ThreadMeter.Start();

        SwitchMeter.Measure(new SwitchPlan(Pid.Current, TimeSpan.FromMilliseconds(50)));

        meter.Read().Counts.Voluntary.Should().BeGreaterThanOrEqualTo(1);
    }

    [Test]
    [Category("Live")]
    public void A_signalled_token_ends_the_wait()
    {
        using var cancellation = new CancellationTokenSource();
        using var intervals = SwitchMeter.Watch(new SwitchPlan(Pid.Current, SwitchPlan.LongestInterval), cancellation.Token).GetEnumerator();
        cancellation.CancelAfter(1);

        var act = () => intervals.MoveNext();

        act.Should().Throw<OperationCanceledException>();
    }

    [Test]
    [Category("Live")]
    public void A_process_that_ends_ends_the_measurement_with_a_reason()
    {
        using var target = NativeTarget.Start("switchers", "2");
        using var intervals = SwitchMeter.Watch(new SwitchPlan(target.Pid, TimeSpan.FromMilliseconds(1))).GetEnumerator();
        intervals.MoveNext().Should().BeTrue();
        target.End();

        var act = () => intervals.MoveNext();

        act.Should().Throw<MeasurementAbortedException>().WithMessage($"*process {target.Pid} ended*");
    }
}
