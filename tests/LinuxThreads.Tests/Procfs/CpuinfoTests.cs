using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class CpuinfoTests : ParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } = ["6.18.44-x86_64/proc/cpuinfo", "synthetic/arm64/cpuinfo"];

    [Test]
    public void The_captured_machine_is_named_and_virtual()
    {
        var cpuinfo = Cpuinfo.Parse(Fixture("6.18.44-x86_64/proc/cpuinfo"));

        cpuinfo.Processors.Should().Be(2);
        cpuinfo.ModelName.Should().Be("AMD EPYC");
        cpuinfo.Hypervisor.Should().BeTrue();
        cpuinfo.Flags.Should().Contain("constant_tsc");
        cpuinfo.CpuPart.Should().BeNull();
        cpuinfo.Unrecognized.Should().Contain(new KeyValuePair<string, string>("vendor_id", "AuthenticAMD"));
        cpuinfo.Unrecognized.Where(line => line.Key == "vendor_id").Should().ContainSingle("only the first block is kept");
    }

    [Test]
    public void Arm64_has_numbers_instead_of_a_name()
    {
        var cpuinfo = Cpuinfo.Parse(Fixture("synthetic/arm64/cpuinfo"));

        cpuinfo.Processors.Should().Be(2);
        cpuinfo.ModelName.Should().BeNull();
        cpuinfo.CpuImplementer.Should().Be("0x41");
        cpuinfo.CpuPart.Should().Be("0xd0c", "the first CPU's, not the last's");
        cpuinfo.Hypervisor.Should().BeNull("arm64 cannot tell");
    }

    [Test]
    public void A_machine_without_the_flag_is_not_virtual() =>
        Cpuinfo.Parse("processor\t: 0\nflags\t\t: fpu hypervisor_x vme\n"u8).Hypervisor.Should().BeFalse();

    [Test]
    public void A_file_without_processors_is_refused()
    {
        var act = () => Cpuinfo.Parse("model name\t: x\n"u8);

        act.Should().Throw<ProcfsFormatException>().Which.Key.Should().Be("processor");
    }

    protected override object Parse(byte[] text) => Cpuinfo.Parse(text);
}
