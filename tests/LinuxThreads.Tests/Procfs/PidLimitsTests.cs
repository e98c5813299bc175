using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class PidLimitsTests : KeyedParserHarness
{
    private const string Captured = "6.18.44-x86_64/task/limits";

    protected override IReadOnlyList<string> Fixtures { get; } = [Captured];

    protected override int FixedLines => 1;

    protected override IReadOnlyList<string> StrangeLines { get; } =
        ["Max moon phases           1                    2                    phases    ", "short", "max processes             1                    2                    processes "];

    [Test]
    public void Every_row_has_soft_and_hard_limit_and_unit()
    {
        var limits = PidLimits.Parse(Fixture(Captured));
        var none = RlimitValue.Unlimited;
        var zero = RlimitValue.Limited(0);

        limits.MaxCpuTime.Should().Be(new ResourceLimit(none, none, "seconds"));
        limits.MaxFileSize.Should().Be(new ResourceLimit(none, none, "bytes"));
        limits.MaxDataSize.Should().Be(new ResourceLimit(none, none, "bytes"));
        limits.MaxStackSize.Should().Be(new ResourceLimit(RlimitValue.Limited(8388608), none, "bytes"));
        limits.MaxCoreFileSize.Should().Be(new ResourceLimit(zero, none, "bytes"));
        limits.MaxResidentSet.Should().Be(new ResourceLimit(none, none, "bytes"));
        limits.MaxProcesses.Should().Be(new ResourceLimit(RlimitValue.Limited(96365), RlimitValue.Limited(96365), "processes"));
        limits.MaxOpenFiles.Should().Be(new ResourceLimit(RlimitValue.Limited(20000), RlimitValue.Limited(20000), "files"));
        limits.MaxLockedMemory.Should().Be(new ResourceLimit(RlimitValue.Limited(8388608), RlimitValue.Limited(8388608), "bytes"));
        limits.MaxAddressSpace.Should().Be(new ResourceLimit(none, none, "bytes"));
        limits.MaxFileLocks.Should().Be(new ResourceLimit(none, none, "locks"));
        limits.MaxPendingSignals.Should().Be(new ResourceLimit(RlimitValue.Limited(96365), RlimitValue.Limited(96365), "signals"));
        limits.MaxMsgqueueSize.Should().Be(new ResourceLimit(RlimitValue.Limited(819200), RlimitValue.Limited(819200), "bytes"));
        limits.MaxNicePriority.Should().Be(new ResourceLimit(zero, zero, null));
        limits.MaxRealtimePriority.Should().Be(new ResourceLimit(zero, zero, null));
        limits.MaxRealtimeTimeout.Should().Be(new ResourceLimit(none, none, "us"));
        limits.Unrecognized.Should().BeEmpty();
    }

    [Test]
    public void A_number_that_fills_its_column_is_read()
    {
        var limits = With("Max data size             18446744073709551614 18446744073709551613 bytes     ");

        limits.MaxDataSize.Should().Be(new ResourceLimit(RlimitValue.Limited(18446744073709551614), RlimitValue.Limited(18446744073709551613), "bytes"));
    }

    [Test]
    public void A_missing_row_is_null_not_unlimited() => With("Max moon size             1                    1                    bytes     ")
        .MaxDataSize.Should().BeNull();

    [TestCase("Max data size             infinite             unlimited            bytes     ")]
    [TestCase("Max data size             -1                   unlimited            bytes     ")]
    [TestCase("Max data size             1")]
    public void A_bad_row_names_line_and_key(string row)
    {
        var act = () => With(row);

        var error = act.Should().Throw<ProcfsFormatException>().Which;
        error.Line.Should().Be(4);
        error.Key.Should().Be("Max data size");
    }

    [Test]
    public void A_file_without_its_heading_is_refused()
    {
        var text = Fixture(Captured);
        var act = () => PidLimits.Parse(text.AsSpan(text.AsSpan().IndexOf((byte)'\n') + 1));

        act.Should().Throw<ProcfsFormatException>().Which.Line.Should().Be(1);
    }

    protected override object Parse(byte[] text) => PidLimits.Parse(text);

    protected override IReadOnlyList<KeyValuePair<string, string>> Unrecognized(object record) => ((PidLimits)record).Unrecognized;

    private static PidLimits With(string row) => PidLimits.Parse(Encoding.ASCII.GetBytes(string.Join(
        '\n',
        Encoding.ASCII.GetString(Fixture(Captured)).Split('\n').Select(line => line.StartsWith("Max data size", StringComparison.Ordinal) ? row : line))));
}
