using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class PidStatusTests : KeyedParserHarness
{
    private const string Captured = "6.18.44-x86_64/task/status";

    protected override IReadOnlyList<string> Fixtures { get; } =
        [Captured, "6.18.44-x86_64/thread/status", "6.18.44-x86_64/kthread/status", "synthetic/4.18/status", "synthetic/gvisor/status"];

    // A line ":" has neither key nor value: there is nothing to keep.
    protected override IReadOnlyList<string> StrangeLines { get; } =
        ["Zzz_unknown:\t12 parsecs", "no separator here", "VmRSS2:\t1 kB", "vmrss:\t1 kB", new string('K', 100) + ":\t1"];

    [Test]
    public void Ids_state_and_counts_are_those_of_the_file()
    {
        var status = PidStatus.Parse(Fixture(Captured));

        status.Name.Text.Should().Be("python3");
        status.Umask.Should().Be(18u, "0022 is octal");
        status.State.Should().Be(new TaskState('S'));
        status.State.Description.Should().Be("sleeping");
        status.Tgid.Should().Be(new Pid(23817));
        status.Pid.Should().Be(new Tid(23817));
        status.PPid.Should().Be(new Pid(1));
        status.NSpgid.Should().Equal(23809);
        status.NSsid.Should().Equal(3480);
        status.Threads.Should().Be(3);
        status.FdSize.Should().Be(256);
        status.VoluntaryCtxtSwitches.Should().Be(37);
        status.NonvoluntaryCtxtSwitches.Should().Be(6);
        status.Kthread.Should().BeFalse();
        status.Groups.Should().BeEmpty();
    }

    [Test]
    public void Sizes_are_bytes()
    {
        var status = PidStatus.Parse(Fixture(Captured));

        status.VmPeak.Should().Be(new ByteSize(229580 * 1024));
        status.VmSize.Should().Be(new ByteSize(164060 * 1024));
        status.VmHwm.Should().Be(new ByteSize(13620 * 1024));
        status.VmRss.Should().Be(new ByteSize(13620 * 1024));
        status.RssAnon.Should().Be(new ByteSize(6936 * 1024));
        status.RssFile.Should().Be(new ByteSize(6684 * 1024));
        status.RssShmem.Should().Be(ByteSize.Zero, "0 means the kernel said 0");
        status.VmData.Should().Be(new ByteSize(24624 * 1024));
        status.VmStk.Should().Be(new ByteSize(132 * 1024));
        status.VmExe.Should().Be(new ByteSize(4 * 1024));
        status.VmLib.Should().Be(new ByteSize(4672 * 1024));
        status.VmPte.Should().Be(new ByteSize(80 * 1024));
    }

    [Test]
    public void Masks_are_hexadecimal()
    {
        var status = PidStatus.Parse(Fixture(Captured));

        status.SigIgn.Should().Be(0x1001006);
        status.SigCgt.Should().Be(0x100000000);
        status.CapPrm.Should().Be(0x1fffeffffff);
        status.CapInh.Should().Be(0);
        status.CapAmb.Should().Be(0);
        status.UntagMask.Should().Be(ulong.MaxValue);
        status.SigQ.Should().Be(new QueuedSignals(0, RlimitValue.Limited(96365)));
    }

    [Test]
    public void Allowed_cpus_and_nodes_are_lists()
    {
        var status = PidStatus.Parse(Fixture(Captured));

        status.CpusAllowedList.Should().Equal(0, 1);
        status.MemsAllowedList.Should().Equal(0);
        status.CpusAllowed.Should().Be("3");
        status.MemsAllowed.Should().EndWith(",00000001");
    }

    [Test]
    public void Mitigations_are_the_kernels_words()
    {
        var status = PidStatus.Parse(Fixture(Captured));

        status.SpeculationStoreBypass.Should().Be("vulnerable");
        status.SpeculationIndirectBranch.Should().Be("always enabled");
        status.Seccomp.Should().Be(0);
        status.SeccompFilters.Should().Be(0);
        status.ThpEnabled.Should().BeTrue();
        status.CoreDumping.Should().BeFalse();
        status.NoNewPrivs.Should().BeFalse();
    }

    [Test]
    public void A_captured_file_of_this_kernel_has_nothing_unrecognized() =>
        PidStatus.Parse(Fixture(Captured)).Unrecognized.Should().BeEmpty();

    [Test]
    public void Missing_VmSwap_is_null_not_zero()
    {
        var status = PidStatus.Parse(Fixture("6.18.44-x86_64/kthread/status"));

        status.VmSwap.Should().BeNull();
        status.VmRss.Should().BeNull();
        status.Kthread.Should().BeTrue();
    }

    [Test]
    public void A_kernel_of_2018_lacks_what_came_later()
    {
        var status = PidStatus.Parse(Fixture("synthetic/4.18/status"));

        status.ThpEnabled.Should().BeNull();
        status.SeccompFilters.Should().BeNull();
        status.Kthread.Should().BeNull();
        status.UntagMask.Should().BeNull();
        status.VmPmd.Should().Be(new ByteSize(12 * 1024));
        status.VoluntaryCtxtSwitches.Should().Be(116170);
    }

    [Test]
    public void A_kernel_without_switch_counts_leaves_them_null()
    {
        var status = PidStatus.Parse(Fixture("synthetic/gvisor/status"));

        status.VoluntaryCtxtSwitches.Should().BeNull();
        status.Uid.Should().BeNull();
        status.VmSize.Should().Be(new ByteSize(2228 * 1024));
    }

    [Test]
    public void A_name_with_a_newline_and_a_backslash_is_unescaped()
    {
        var status = PidStatus.Parse(Fixture("6.18.44-x86_64/thread-newline/status"));

        status.Name.Text.Should().Be("two\nlines\\");
    }

    [TestCase("a) b (c", "a) b (c")]
    [TestCase(" blanks  ", " blanks  ")]
    [TestCase("", "")]
    [TestCase(@"\\n", @"\n")]
    [TestCase(@"\x", @"\x")]
    [TestCase(@"end\", @"end\")]
    [TestCase("Tgid:\t1", "Tgid:\t1")]
    public void A_name_is_what_stands_behind_the_tab(string written, string expected) =>
        With("Name", written).Name.Text.Should().Be(expected);

    [Test]
    public void An_id_is_four_ids()
    {
        With("Uid", "0\t1\t2\t65534").Uid.Should().Be(new CredentialIds(0, 1, 2, 65534));
        With("Gid", "5\t6\t7\t8").Gid.Should().Be(new CredentialIds(5, 6, 7, 8));
    }

    [Test]
    public void Groups_and_namespaces_are_lists()
    {
        With("Groups", "4 24 1000 ").Groups.Should().Equal(4u, 24u, 1000u);
        With("NSpid", "5000\t17\t1").NSpid.Should().Equal(5000, 17, 1);
    }

    [Test]
    public void An_unlimited_signal_queue_is_not_a_large_number() =>
        With("SigQ", "3/18446744073709551615").SigQ.Should().Be(new QueuedSignals(3, RlimitValue.Unlimited));

    [TestCase("VmRSS", "12 MB")]
    [TestCase("VmRSS", "12")]
    [TestCase("VmRSS", "-1 kB")]
    [TestCase("VmRSS", "9223372036854775807 kB")]
    [TestCase("VmRSS", "")]
    [TestCase("Threads", "three")]
    [TestCase("Threads", "2147483648")]
    [TestCase("SigBlk", "xyz")]
    [TestCase("SigBlk", "10000000000000000")]
    [TestCase("Uid", "0 1 2")]
    [TestCase("Uid", "0 1 2 3 4")]
    [TestCase("Umask", "0089")]
    [TestCase("CoreDumping", "2")]
    [TestCase("SigQ", "1")]
    [TestCase("NSpid", "")]
    [TestCase("State", "")]
    [TestCase("State", "running")]
    [TestCase("Cpus_allowed_list", "3-1")]
    [TestCase("voluntary_ctxt_switches", "-1")]
    public void A_bad_value_names_path_line_and_key(string key, string value)
    {
        var lines = Encoding.ASCII.GetString(Fixture(Captured)).Split('\n').ToList();
        var expected = lines.FindIndex(line => line.StartsWith(key + ":", StringComparison.Ordinal)) + 1;
        var act = () => With(key, value);

        var error = act.Should().Throw<ProcfsFormatException>().Which;
        error.Path.Should().Be("x/status");
        error.Line.Should().Be(expected);
        error.Key.Should().Be(key);
    }

    [TestCase("Name")]
    [TestCase("State")]
    [TestCase("Tgid")]
    [TestCase("Pid")]
    [TestCase("PPid")]
    [TestCase("Threads")]
    public void A_line_that_every_kernel_prints_must_be_there(string key)
    {
        var kept = Encoding.ASCII.GetString(Fixture(Captured)).Split('\n').Where(line => !line.StartsWith(key + ":", StringComparison.Ordinal));
        var act = () => PidStatus.Parse(Encoding.ASCII.GetBytes(string.Join('\n', kept)));

        act.Should().Throw<ProcfsFormatException>().Which.Key.Should().Be(key);
    }

    protected override object Parse(byte[] text) => PidStatus.Parse(text);

    protected override IReadOnlyList<KeyValuePair<string, string>> Unrecognized(object record) => ((PidStatus)record).Unrecognized;

    private static PidStatus With(string key, string value)
    {
        var lines = Encoding.ASCII.GetString(Fixture(Captured)).Split('\n')
            .Select(line => line.StartsWith(key + ":", StringComparison.Ordinal) ? $"{key}:\t{value}" : line);
        return PidStatus.Parse(Encoding.ASCII.GetBytes(string.Join('\n', lines)), "x/status");
    }
}
