namespace LinuxThreads.Tests.Vocabulary;

public sealed class RlimitValueTests
{
    [Test]
    public void Unlimited_is_no_number()
    {
        var act = () => RlimitValue.Unlimited.Value;

        act.Should().Throw<InvalidOperationException>();
    }

    [Test]
    public void The_largest_number_is_not_unlimited() =>
        RlimitValue.Limited(ulong.MaxValue).IsUnlimited.Should().BeFalse();

    [Test]
    public void Zero_is_a_limit() =>
        RlimitValue.Limited(0).ToString().Should().Be("0");
}
