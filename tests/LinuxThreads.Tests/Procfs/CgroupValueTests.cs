using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class CgroupValueTests
{
    [Test]
    public void Max_is_unlimited() => CgroupValue.ParseLimit("max\n"u8).Should().Be(RlimitValue.Unlimited);

    [Test]
    public void A_limit_is_a_number() => CgroupValue.ParseLimit("4096\n"u8).Should().Be(RlimitValue.Limited(4096));

    [Test]
    public void A_limit_of_zero_is_not_unlimited() => CgroupValue.ParseLimit("0\n"u8).Should().Be(RlimitValue.Limited(0));

    [Test]
    public void The_captured_memory_limit_is_none() =>
        CgroupValue.ParseMemoryLimitInBytes(ParserHarness.Fixture("6.18.44-x86_64/sys/fs/cgroup/memory/memory.limit_in_bytes"), 4096)
            .Should().Be(RlimitValue.Unlimited);

    [TestCase("9223372036854771712", 4096, true)]
    [TestCase("9223372036854710272", 65536, true)]
    [TestCase("9223372036854710272", 4096, false)]
    [TestCase("9223372036854775807", 4096, true)]
    [TestCase("536870912", 4096, false)]
    public void The_largest_number_of_pages_is_no_limit(string text, long pageSize, bool unlimited) =>
        CgroupValue.ParseMemoryLimitInBytes(Encoding.ASCII.GetBytes(text), pageSize).IsUnlimited.Should().Be(unlimited);

    [Test]
    public void A_quota_of_minus_one_is_none() => CgroupValue.ParseCfsQuota("-1\n"u8).Should().BeNull();

    [Test]
    public void A_quota_is_microseconds() => CgroupValue.ParseCfsQuota("50000\n"u8).Should().Be(new Nanoseconds(50_000_000));

    [Test]
    public void A_period_is_microseconds() => CgroupValue.ParseMicroseconds("100000\n"u8).Should().Be(new Nanoseconds(100_000_000));

    [Test]
    public void A_count_is_a_number() => CgroupValue.ParseNumber("18446744073709551615\n"u8).Should().Be(ulong.MaxValue);

    [TestCase("maximum")]
    [TestCase("-1")]
    [TestCase("")]
    [TestCase("1 2")]
    [TestCase("1\n2\n")]
    public void A_limit_that_is_neither_is_refused(string text)
    {
        var act = () => CgroupValue.ParseLimit(Encoding.ASCII.GetBytes(text), "x/pids.max");

        act.Should().Throw<ProcfsFormatException>().Which.Path.Should().Be("x/pids.max");
    }

    [TestCase("-2")]
    [TestCase("max")]
    [TestCase("9223372036854775807")]
    public void A_quota_that_is_no_time_is_refused(string text)
    {
        var act = () => CgroupValue.ParseCfsQuota(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }

    [Test]
    public void A_page_size_of_zero_is_the_callers_mistake()
    {
        var act = () => CgroupValue.ParseMemoryLimitInBytes("1"u8, 0);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }
}
