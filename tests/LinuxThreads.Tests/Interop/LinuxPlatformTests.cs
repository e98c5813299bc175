using LinuxThreads.Interop;
using CpuArchitecture = System.Runtime.InteropServices.Architecture;

namespace LinuxThreads.Tests.Interop;

public sealed class LinuxPlatformTests
{
    [TestCase(CpuArchitecture.X64)]
    [TestCase(CpuArchitecture.Arm64)]
    public void Linux_on_the_two_architectures_is_served(CpuArchitecture architecture) =>
        LinuxPlatform.Objection(isLinux: true, architecture).Should().BeNull();

    [TestCase(CpuArchitecture.X86)]
    [TestCase(CpuArchitecture.Arm)]
    [TestCase(CpuArchitecture.RiscV64)]
    public void Another_architecture_is_refused_by_name_in_one_sentence(CpuArchitecture architecture) =>
        LinuxPlatform.Objection(isLinux: true, architecture).Should().Contain(architecture.ToString()).And.EndWith(".").And.NotContain(". ");

    [Test]
    public void Another_system_is_refused_in_one_sentence() =>
        LinuxPlatform.Objection(isLinux: false, CpuArchitecture.X64).Should().Contain("needs a Linux kernel").And.EndWith(".").And.NotContain(". ");
}
