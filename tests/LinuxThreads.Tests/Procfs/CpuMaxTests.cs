using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class CpuMaxTests
{
    [Test]
    public void A_quota_over_a_period_is_a_number_of_cpus()
    {
        var max = CpuMax.Parse("150000 100000\n"u8);

        max.Should().Be(new CpuMax(new Nanoseconds(150_000_000), new Nanoseconds(100_000_000)));
        max.Cpus.Should().Be(1.5);
    }

    [Test]
    public void Max_has_a_period_and_no_quota()
    {
        var max = CpuMax.Parse("max 100000\n"u8);

        max.Quota.Should().BeNull();
        max.Cpus.Should().BeNull();
        max.Period.Should().Be(new Nanoseconds(100_000_000));
    }

    [TestCase("max")]
    [TestCase("100000")]
    [TestCase("1 2 3")]
    [TestCase("1 0")]
    [TestCase("1 max")]
    [TestCase("-1 100000")]
    [TestCase("")]
    public void Anything_else_is_refused(string text)
    {
        var act = () => CpuMax.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }
}
