using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class PidStatTests : ParserHarness
{
    private const string Captured = "6.18.44-x86_64/task/stat";

    // 15 bytes of Greek: the last character is cut after its first byte.
    private static readonly byte[] CutName = Encoding.UTF8.GetBytes("αβγδεζηθ")[..15];

    protected override IReadOnlyList<string> Fixtures { get; } =
        [Captured, "6.18.44-x86_64/thread/stat", "6.18.44-x86_64/thread-newline/stat", "6.18.44-x86_64/kthread/stat", "synthetic/2.6/stat"];

    [Test]
    public void Each_of_the_52_fields_has_the_value_at_its_place()
    {
        // Each field holds its own number, so that no two can be swapped unseen.
        var numbers = string.Join(' ', Enumerable.Range(4, 49));
        var stat = PidStat.Parse(Encoding.ASCII.GetBytes($"1 (n) R {numbers}\n"));

        object[] fields =
        [
            stat.Ppid.Value, stat.Pgrp, stat.Session, stat.TtyNr, stat.Tpgid, stat.Flags, stat.Minflt, stat.Cminflt, stat.Majflt,
            stat.Cmajflt, stat.Utime.Value, stat.Stime.Value, stat.Cutime.Value, stat.Cstime.Value, stat.Priority, stat.Nice,
            stat.NumThreads, stat.Itrealvalue, stat.Starttime.Value, stat.Vsize.Bytes, stat.Rss, stat.Rsslim.Value, stat.Startcode,
            stat.Endcode, stat.Startstack, stat.Kstkesp, stat.Kstkeip, stat.Signal, stat.Blocked, stat.Sigignore, stat.Sigcatch,
            stat.Wchan, stat.Nswap, stat.Cnswap, stat.ExitSignal, stat.Processor, stat.RtPriority, stat.Policy,
            stat.DelayacctBlkioTicks.Value, stat.GuestTime.Value, stat.CguestTime.Value, stat.StartData!, stat.EndData!,
            stat.StartBrk!, stat.ArgStart!, stat.ArgEnd!, stat.EnvStart!, stat.EnvEnd!, stat.ExitCode!,
        ];
        fields.Select(field => Convert.ToInt32(field)).Should().Equal(Enumerable.Range(4, 49));
    }

    [Test]
    public void The_captured_process_is_read()
    {
        var stat = PidStat.Parse(Fixture(Captured));

        stat.Pid.Should().Be(new Tid(23817));
        stat.Comm.Text.Should().Be("python3");
        stat.State.Letter.Should().Be('S');
        stat.Tpgid.Should().Be(-1);
        stat.Minflt.Should().Be(2913);
        stat.Majflt.Should().Be(3);
        stat.Utime.Should().Be(new ClockTicks(3));
        stat.Stime.Should().Be(new ClockTicks(1));
        stat.NumThreads.Should().Be(3);
        stat.Starttime.Should().Be(new ClockTicks(247539));
        stat.Vsize.Should().Be(new ByteSize(167997440));
        stat.Rss.Should().Be(3386);
        stat.Rsslim.Should().Be(RlimitValue.Unlimited);
        stat.ExitSignal.Should().Be(17);
        stat.ExitCode.Should().Be(0);
        stat.Unrecognized.Should().BeEmpty();
    }

    [Test]
    public void A_thread_has_its_own_name_id_and_exit_signal()
    {
        var stat = PidStat.Parse(Fixture("6.18.44-x86_64/thread/stat"));

        stat.Pid.Should().Be(new Tid(23861));
        stat.Comm.Text.Should().Be("a) b (c");
        stat.ExitSignal.Should().Be(-1);
        stat.Processor.Should().Be(1);
    }

    [Test]
    public void A_captured_name_with_a_newline_is_kept_whole() =>
        PidStat.Parse(Fixture("6.18.44-x86_64/thread-newline/stat")).Comm.Text.Should().Be("two\nlines\\");

    [TestCase("a) b (c")]
    [TestCase(")")]
    [TestCase("(")]
    [TestCase(") R 1 1")]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("((((")]
    [TestCase("))))")]
    [TestCase("1 (x) S 2")]
    [TestCase("a\nb")]
    [TestCase("\n")]
    [TestCase("tab\there")]
    public void A_name_runs_to_the_last_parenthesis(string name)
    {
        var stat = PidStat.Parse(Encoding.ASCII.GetBytes($"7 ({name}) R {string.Join(' ', Enumerable.Range(4, 49))}\n"));

        stat.Comm.Text.Should().Be(name);
        stat.State.Letter.Should().Be('R');
        stat.Ppid.Should().Be(new Pid(4));
    }

    [Test]
    public void A_name_cut_inside_a_character_keeps_its_bytes()
    {
        byte[] text = [.. "7 ("u8, .. CutName, .. ") R "u8, .. Encoding.ASCII.GetBytes(string.Join(' ', Enumerable.Range(4, 49))), (byte)'\n'];

        var stat = PidStat.Parse(text);

        stat.Comm.Bytes.ToArray().Should().Equal(CutName);
        stat.Comm.Text.Should().Be("αβγδεζη\uFFFD");
    }

    [Test]
    public void A_kernel_with_44_fields_leaves_the_later_ones_null()
    {
        var stat = PidStat.Parse(Fixture("synthetic/2.6/stat"));

        stat.CguestTime.Should().Be(new ClockTicks(9));
        stat.StartData.Should().BeNull();
        stat.ExitCode.Should().BeNull();
    }

    [Test]
    public void Fields_that_a_later_kernel_adds_are_kept()
    {
        var stat = PidStat.Parse(Encoding.ASCII.GetBytes($"7 (n) R {string.Join(' ', Enumerable.Range(4, 49))} 53 fifty-four\n"));

        stat.ExitCode.Should().Be(52);
        stat.Unrecognized.Should().Equal("53", "fifty-four");
    }

    [Test]
    public void A_bad_number_names_its_field()
    {
        var act = () => PidStat.Parse("7 (n) R 4 5 6 7 8 9 ten 11\n"u8, "p/stat");

        var error = act.Should().Throw<ProcfsFormatException>().Which;
        error.Key.Should().Be("minflt");
        error.Text.Should().Be("ten");
        error.Path.Should().Be("p/stat");
    }

    protected override object Parse(byte[] text) => PidStat.Parse(text);
}
