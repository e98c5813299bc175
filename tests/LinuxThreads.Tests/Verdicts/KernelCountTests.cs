using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

public sealed class KernelCountTests
{
    [TestCase(97, true, false)]
    [TestCase(98, false, false)]
    [TestCase(102, false, false)]
    [TestCase(103, false, true)]
    public void The_limits_of_2_percent_are_inside(long counted, bool low, bool high)
    {
        var count = new KernelCount(100, counted);
        (count.IsTooLow, count.IsTooHigh(100)).Should().Be((low, high));
    }

    [TestCase(20, false)]
    [TestCase(21, true)]
    public void Where_none_should_be_2_percent_of_the_operations_may(long counted, bool high)
    {
        var count = new KernelCount(0, counted);
        (count.IsTooLow, count.IsTooHigh(1_000)).Should().Be((false, high));
    }

    [TestCase(0)]
    [TestCase(100)]
    public void What_was_not_counted_is_neither(long nominal)
    {
        var count = new KernelCount(nominal, null);
        (count.IsTooLow, count.IsTooHigh(100)).Should().Be((false, false));
    }

    [Test]
    public void Counts_near_the_end_of_the_range_do_not_overflow() =>
        new KernelCount(long.MaxValue, long.MaxValue).IsTooHigh(1).Should().BeFalse();
}
