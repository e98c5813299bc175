namespace LinuxThreads.Tests.Vocabulary;

public sealed class UnitTests
{
    [Test]
    public void A_kB_of_proc_is_1024_bytes() =>
        ByteSize.FromKibibytes(3).Bytes.Should().Be(3072);

    [Test]
    public void Kibibytes_that_do_not_fit_throw()
    {
        var act = () => ByteSize.FromKibibytes(long.MaxValue / 2);

        act.Should().Throw<OverflowException>();
    }

    [Test]
    public void Ticks_become_nanoseconds_by_the_rate_they_are_given() =>
        new ClockTicks(7).ToNanoseconds(100).Should().Be(new Nanoseconds(70_000_000));

    [Test]
    public void Ticks_of_a_long_uptime_do_not_overflow_on_the_way() =>
        new ClockTicks(long.MaxValue / 20_000_000).ToNanoseconds(100).Value.Should().BePositive();

    [Test]
    public void A_tick_rate_of_zero_is_the_callers_mistake()
    {
        var act = () => new ClockTicks(1).ToNanoseconds(0);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }
}
