using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class PressureTests : KeyedParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } =
        ["6.18.44-x86_64/proc/pressure/cpu", "6.18.44-x86_64/proc/pressure/memory", "6.18.44-x86_64/proc/pressure/io", "6.18.44-x86_64/sys/fs/cgroup/unified/cpu.pressure"];

    protected override IReadOnlyList<string> StrangeLines { get; } = ["most avg10=1.00", "something"];

    [Test]
    public void Averages_are_percent_and_the_total_is_nanoseconds()
    {
        var pressure = Pressure.Parse(Fixture("6.18.44-x86_64/sys/fs/cgroup/unified/cpu.pressure"));

        pressure.Some.Should().Be(new PressureLine(0.18, 5.45, 15.68, new Nanoseconds(230_285_530_000)));
        pressure.Full.Should().Be(new PressureLine(0, 0, 0, Nanoseconds.Zero));
    }

    [Test]
    public void A_kernel_without_full_cpu_pressure_leaves_it_null() =>
        Pressure.Parse("some avg10=1.00 avg60=2.00 avg300=3.00 total=4\n"u8).Full.Should().BeNull();

    [Test]
    public void A_value_a_later_kernel_adds_is_kept()
    {
        var pressure = Pressure.Parse("some avg10=1.00 avg60=2.00 avg300=3.00 avg900=9.00 total=4\n"u8);

        pressure.Some!.Value.Total.Should().Be(new Nanoseconds(4000));
        pressure.Unrecognized.Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, string>("some", "avg900=9.00"));
    }

    [TestCase("")]
    [TestCase("other avg10=1.00\n")]
    [TestCase("some avg10=1.00 avg60=2.00 avg300=3.00\n")]
    [TestCase("some avg10=1,00 avg60=2.00 avg300=3.00 total=4\n")]
    [TestCase("some avg10=101.00 avg60=2.00 avg300=3.00 total=4\n")]
    [TestCase("some avg10=1.00 avg60=2.00 avg300=3.00 total=-4\n")]
    [TestCase("some avg10=1.00 avg60=2.00 avg300=3.00 total=9223372036854775807\n")]
    public void Anything_else_is_refused(string text)
    {
        var act = () => Pressure.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }

    protected override object Parse(byte[] text) => Pressure.Parse(text);

    protected override IReadOnlyList<KeyValuePair<string, string>> Unrecognized(object record) => ((Pressure)record).Unrecognized;
}
