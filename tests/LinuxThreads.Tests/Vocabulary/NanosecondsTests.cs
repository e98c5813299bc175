namespace LinuxThreads.Tests.Vocabulary;

public sealed class NanosecondsTests
{
    [Test]
    public void Sums_that_overflow_throw_instead_of_wrapping()
    {
        var act = () => new Nanoseconds(long.MaxValue) + new Nanoseconds(1);

        act.Should().Throw<OverflowException>();
    }

    [Test]
    public void A_time_divided_by_a_time_is_a_plain_ratio() =>
        (new Nanoseconds(3) / new Nanoseconds(2)).Should().Be(1.5);

    [Test]
    public void A_difference_may_be_negative() =>
        (new Nanoseconds(1) - new Nanoseconds(3)).Should().Be(new Nanoseconds(-2));
}
