using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class CgroupStatTests : ParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } =
        ["6.18.44-x86_64/sys/fs/cgroup/unified/cpu.stat", "6.18.44-x86_64/sys/fs/cgroup/memory/memory.stat"];

    [Test]
    public void Every_line_is_a_name_and_its_number()
    {
        var stat = CgroupStat.Parse(Fixture("6.18.44-x86_64/sys/fs/cgroup/unified/cpu.stat"));

        stat["usage_usec"].Should().Be(872198622);
        stat["user_usec"].Should().Be(639050025);
        stat["system_usec"].Should().Be(233148596);
    }

    [Test]
    public void A_missing_name_is_null_not_zero()
    {
        var stat = CgroupStat.Parse("max 0\n"u8);

        stat["max"].Should().Be(0);
        stat["nr_throttled"].Should().BeNull();
    }

    [TestCase("max\n")]
    [TestCase("max x\n")]
    [TestCase("max 1 2\n")]
    [TestCase("max 1\nmax 2\n")]
    [TestCase("max -1\n")]
    public void Anything_else_is_refused(string text)
    {
        var act = () => CgroupStat.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }

    protected override object Parse(byte[] text) => CgroupStat.Parse(text);
}
