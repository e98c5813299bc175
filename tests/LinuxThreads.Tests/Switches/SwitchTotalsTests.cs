using LinuxThreads.Switches;
using static LinuxThreads.Tests.Switches.Synthetic;

namespace LinuxThreads.Tests.Switches;

public sealed class SwitchTotalsTests
{
    [Test]
    public void Totals_are_the_sums_of_the_threads_listed()
    {
        var totals = SwitchTotals.Of([Thread(100, voluntary: 10, involuntary: 1), Thread(101, voluntary: 30, involuntary: 4)]);

        totals.Threads.Should().Be(2);
        totals.Counts.Should().Be(new SwitchCounts(40, 5));
        totals.Counts!.Value.Switches.Should().Be(45);
        totals.Migrations.Should().Be(4);
        totals.CpuTime.Should().Be(new Nanoseconds(40_000));
        totals.RunDelay.Should().Be(new Nanoseconds(4_000));
        totals.Timeslices.Should().Be(45);
    }

    [Test]
    public void One_unknown_figure_makes_its_sum_unknown_and_no_other()
    {
        var totals = SwitchTotals.Of([Thread(100) with { CpuTime = null }, Thread(101, voluntary: 30)]);

        totals.CpuTime.Should().BeNull();
        totals.Counts.Should().Be(new SwitchCounts(30, 0));
        totals.RunDelay.Should().Be(new Nanoseconds(3_000));
    }

    [Test]
    public void A_range_never_falls_below_zero_nor_crosses_itself()
    {
        SwitchRange.Between(-5, 3).Should().Be(new SwitchRange(0, 3));
        SwitchRange.Between(-5, -3).Should().Be(new SwitchRange(0, 0));
        SwitchRange.Between(4, 3).Should().Be(new SwitchRange(4, 4));
        new SwitchRange(4, 4).IsExact.Should().BeTrue();
        new SwitchRange(4, 5).IsExact.Should().BeFalse();
        new SwitchRange(4, 5).ToString().Should().Be("4 to 5");
    }
}
