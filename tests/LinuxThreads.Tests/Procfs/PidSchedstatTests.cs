using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class PidSchedstatTests : ParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } = ["6.18.44-x86_64/task/schedstat", "synthetic/gvisor/schedstat"];

    protected override bool RefusesTextCutInsideALine => false;

    [Test]
    public void The_captured_thread_is_read()
    {
        var schedstat = PidSchedstat.Parse(Fixture("6.18.44-x86_64/task/schedstat"));

        schedstat.CpuTime.Should().Be(new Nanoseconds(49_272_085));
        schedstat.RunDelay.Should().Be(new Nanoseconds(4_423_618));
        schedstat.Timeslices.Should().Be(43);
        schedstat.IsAllZero.Should().BeFalse();
    }

    [Test]
    public void Three_zeros_are_recognisable() =>
        PidSchedstat.Parse(Fixture("synthetic/gvisor/schedstat")).IsAllZero.Should().BeTrue();

    [TestCase("0 0 1")]
    [TestCase("0 1 0")]
    [TestCase("1 0 0")]
    public void One_number_above_zero_is_not_all_zero(string text) =>
        PidSchedstat.Parse(Encoding.ASCII.GetBytes(text)).IsAllZero.Should().BeFalse();

    [TestCase("")]
    [TestCase("1 2\n")]
    [TestCase("1 2 3 4\n")]
    [TestCase("1 -2 3\n")]
    [TestCase("1 2 3\n4 5 6\n")]
    [TestCase("9223372036854775808 2 3\n")]
    public void Anything_but_three_numbers_is_refused(string text)
    {
        var act = () => PidSchedstat.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }

    protected override object Parse(byte[] text) => PidSchedstat.Parse(text);
}
