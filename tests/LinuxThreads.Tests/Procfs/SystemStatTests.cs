using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class SystemStatTests : KeyedParserHarness
{
    private const string Captured = "6.18.44-x86_64/proc/stat";

    protected override IReadOnlyList<string> Fixtures { get; } = [Captured, "synthetic/2.6/proc-stat"];

    protected override IReadOnlyList<string> StrangeLines { get; } = ["page 5 6", "cpufreq 1 2 3 4", "cpu-1 1 2 3 4", "lonely"];

    [Test]
    public void Each_column_has_the_value_at_its_place()
    {
        var stat = SystemStat.Parse("cpu  1 2 3 4 5 6 7 8 9 10\ncpu3 11 12 13 14 15 16 17 18 19 20\n"u8);

        stat.Cpu.Should().Be(Times(null, 1));
        stat.Cpus.Should().Equal(Times(3, 11));
    }

    [Test]
    public void The_captured_counters_are_those_of_the_file()
    {
        var lines = Encoding.ASCII.GetString(Fixture(Captured)).Split('\n').ToDictionary(line => line.Split(' ')[0], line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var stat = SystemStat.Parse(Fixture(Captured));

        stat.Intr.Should().Be(long.Parse(lines["intr"][1]));
        stat.Ctxt.Should().Be(long.Parse(lines["ctxt"][1]));
        stat.Btime.Should().Be(long.Parse(lines["btime"][1]));
        stat.Processes.Should().Be(long.Parse(lines["processes"][1]));
        stat.ProcsRunning.Should().Be(long.Parse(lines["procs_running"][1]));
        stat.ProcsBlocked.Should().Be(long.Parse(lines["procs_blocked"][1]));
        stat.Softirq.Should().Be(long.Parse(lines["softirq"][1]));
        stat.Cpus.Select(cpu => cpu.Number).Should().Equal(0, 1);
        stat.Unrecognized.Should().BeEmpty();
    }

    [Test]
    public void Columns_an_older_kernel_lacks_are_null()
    {
        var stat = SystemStat.Parse(Fixture("synthetic/2.6/proc-stat"));

        stat.Cpu.Steal.Should().Be(new ClockTicks(8));
        stat.Cpu.Guest.Should().BeNull();
        stat.Cpu.GuestNice.Should().BeNull();
        stat.Softirq.Should().BeNull();
    }

    [Test]
    public void Columns_a_later_kernel_adds_are_kept()
    {
        var stat = SystemStat.Parse("cpu  1 2 3 4 5 6 7 8 9 10 11 12\n"u8);

        stat.Cpu.GuestNice.Should().Be(new ClockTicks(10));
        stat.Unrecognized.Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, string>("cpu", "11 12"));
    }

    [Test]
    public void Cpus_that_are_offline_are_not_made_up() =>
        SystemStat.Parse("cpu  1 2 3 4\ncpu7 1 2 3 4\ncpu0 1 2 3 4\n"u8).Cpus.Select(cpu => cpu.Number).Should().Equal(0, 7);

    [TestCase("cpu  1 2 3\n", "cpu")]
    [TestCase("cpu  1 2 x 4\n", "cpu")]
    [TestCase("cpu  1 2 3 4\nctxt x\n", "ctxt")]
    [TestCase("cpu  1 2 3 4\nctxt -1\n", "ctxt")]
    [TestCase("ctxt 5\n", "cpu")]
    public void A_bad_line_is_refused(string text, string key)
    {
        var act = () => SystemStat.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>().Which.Key.Should().Be(key);
    }

    protected override object Parse(byte[] text) => SystemStat.Parse(text);

    protected override IReadOnlyList<KeyValuePair<string, string>> Unrecognized(object record) => ((SystemStat)record).Unrecognized;

    private static CpuTimes Times(int? number, int first) => new(
        number, new(first), new(first + 1), new(first + 2), new(first + 3), new ClockTicks(first + 4), new ClockTicks(first + 5),
        new ClockTicks(first + 6), new ClockTicks(first + 7), new ClockTicks(first + 8), new ClockTicks(first + 9));
}
