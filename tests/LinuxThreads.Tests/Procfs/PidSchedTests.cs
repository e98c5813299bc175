using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class PidSchedTests : KeyedParserHarness
{
    private const string Captured = "6.18.44-x86_64/task/sched";

    protected override IReadOnlyList<string> Fixtures { get; } =
        [Captured, "6.18.44-x86_64/thread/sched", "6.18.44-x86_64/kthread/sched", "synthetic/4.18/sched", "synthetic/5.15/sched"];

    protected override int FixedLines => 2;

    protected override IReadOnlyList<string> StrangeLines { get; } =
        ["zzz.unknown                 :     12", "numa_faults node=9 task_private=0", "nr_switches_x : 7", "Nr_Switches : 7", new string('k', 90) + " : 1"];

    [Test]
    public void The_captured_thread_is_read()
    {
        var sched = PidSched.Parse(Fixture(Captured));

        sched.Comm.Text.Should().Be("python3");
        sched.Pid.Should().Be(new Tid(23817));
        sched.Threads.Should().Be(3);
        sched.SeExecStart.Should().Be(new Nanoseconds(2_471_873_765_767));
        sched.SeVruntime.Should().Be(new Nanoseconds(24_378_647_440));
        sched.SeSumExecRuntime.Should().Be(new Nanoseconds(49_272_085));
        sched.SeNrMigrations.Should().Be(8);
        sched.NrSwitches.Should().Be(43);
        sched.NrVoluntarySwitches.Should().Be(37);
        sched.NrInvoluntarySwitches.Should().Be(6);
        sched.SeLoadWeight.Should().Be(1048576);
        sched.SeAvgLoadSum.Should().Be(227);
        sched.SeAvgRunnableSum.Should().Be(225162);
        sched.SeAvgUtilSum.Should().Be(223924);
        sched.SeAvgUtilEst.Should().Be(430);
        sched.SeAvgLastUpdateTime.Should().Be(2471873765376);
        sched.Policy.Should().Be(0);
        sched.Prio.Should().Be(120);
        sched.SeSlice.Should().Be(new Nanoseconds(1_400_000));
        sched.ClockDelta.Should().Be(60);
        sched.ExtEnabled.Should().BeNull();
    }

    [Test]
    public void Numa_lines_are_kept_under_their_key_or_none() =>
        PidSched.Parse(Fixture(Captured)).Unrecognized.Should().Equal(
            new("mm->numa_scan_seq", "0"),
            new("numa_pages_migrated", "0"),
            new("numa_preferred_nid", "-1"),
            new("total_numa_faults", "0"),
            new("", "current_node=0, numa_group_id=0"),
            new("", "numa_faults node=0 task_private=0 task_shared=0 group_private=0 group_shared=0"));

    [Test]
    public void Statistics_of_older_kernels_are_kept_as_they_are()
    {
        var sched = PidSched.Parse(Fixture("synthetic/4.18/sched"));

        sched.Unrecognized.Should().Contain(new KeyValuePair<string, string>("se.statistics.wait_sum", "614.212315"));
        sched.SeNrMigrations.Should().Be(24284);
        sched.SeSlice.Should().BeNull();
        sched.SeAvgRunnableAvg.Should().BeNull();
    }

    [Test]
    public void A_time_below_minus_one_millisecond_is_negative() =>
        PidSched.Parse(Fixture("synthetic/4.18/sched")).SeVruntime.Should().Be(new Nanoseconds(-2_500_000));

    [Test]
    public void A_thread_that_has_not_run_has_zero_time() =>
        PidSched.Parse(Fixture("synthetic/5.15/sched")).SeSumExecRuntime.Should().Be(Nanoseconds.Zero);

    [TestCase("0.000000", 0)]
    [TestCase("0.000001", 1)]
    [TestCase("0.250000", 250_000)]
    [TestCase("4321.000001", 4_321_000_001)]
    [TestCase("-1.000001", -1_000_001)]
    [TestCase("9007199254740.993001", 9_007_199_254_740_993_001)]
    public void Milliseconds_are_taken_digit_by_digit(string written, long expected) =>
        With("se.sum_exec_runtime", written).SeSumExecRuntime.Should().Be(new Nanoseconds(expected));

    [TestCase("se.sum_exec_runtime", "12")]
    [TestCase("se.sum_exec_runtime", "12.5")]
    [TestCase("se.sum_exec_runtime", "1.0000000")]
    [TestCase("se.sum_exec_runtime", ".000001")]
    [TestCase("se.sum_exec_runtime", "1.-00001")]
    [TestCase("se.sum_exec_runtime", "1.+00001")]
    [TestCase("se.sum_exec_runtime", "9223372036854.775808")]
    [TestCase("se.sum_exec_runtime", "99999999999999999999.000000")]
    [TestCase("nr_switches", "-1")]
    [TestCase("nr_switches", "many")]
    [TestCase("prio", "")]
    public void A_bad_value_names_path_line_and_key(string key, string value)
    {
        var act = () => With(key, value);

        var error = act.Should().Throw<ProcfsFormatException>().Which;
        error.Path.Should().Be("x/sched");
        error.Key.Should().Be(key);
        error.Line.Should().Be(Array.FindIndex(CapturedLines(), line => line.StartsWith(key + " ", StringComparison.Ordinal)) + 1);
    }

    [TestCase("a) b (c")]
    [TestCase("x (1, #threads: 9)")]
    [TestCase("two\nlines\\")]
    [TestCase("\n--------------")]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("nr_switches : 7")]
    public void A_name_is_what_stands_before_the_last_parenthesis(string name)
    {
        var text = Encoding.ASCII.GetString(Fixture(Captured));
        var sched = PidSched.Parse(Encoding.ASCII.GetBytes(name + text["python3".Length..]));

        sched.Comm.Text.Should().Be(name);
        sched.Pid.Should().Be(new Tid(23817));
        sched.NrSwitches.Should().Be(43);
    }

    [Test]
    public void Lines_are_counted_behind_a_name_with_a_newline()
    {
        var text = Encoding.ASCII.GetString(Fixture("6.18.44-x86_64/thread-newline/sched")).Replace("0.102111", "broken");
        var act = () => PidSched.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>().Which.Line.Should().Be(6);
    }

    [TestCase("se.sum_exec_runtime")]
    [TestCase("nr_switches")]
    [TestCase("nr_voluntary_switches")]
    [TestCase("nr_involuntary_switches")]
    public void A_line_that_every_kernel_prints_must_be_there(string key)
    {
        var kept = CapturedLines().Where(line => !line.StartsWith(key + " ", StringComparison.Ordinal));
        var act = () => PidSched.Parse(Encoding.ASCII.GetBytes(string.Join('\n', kept)));

        act.Should().Throw<ProcfsFormatException>().Which.Key.Should().Be(key);
    }

    protected override object Parse(byte[] text) => PidSched.Parse(text);

    protected override IReadOnlyList<KeyValuePair<string, string>> Unrecognized(object record) => ((PidSched)record).Unrecognized;

    private static string[] CapturedLines() => Encoding.ASCII.GetString(Fixture(Captured)).Split('\n');

    private static PidSched With(string key, string value) => PidSched.Parse(
        Encoding.ASCII.GetBytes(string.Join('\n', CapturedLines().Select(line =>
            line.StartsWith(key + " ", StringComparison.Ordinal) ? $"{key,-45}:{value,21}" : line))),
        "x/sched");
}
