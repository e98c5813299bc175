using System.Runtime.InteropServices;
using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

public sealed class LinuxPlatformTests
{
    [TestCase(Architecture.X64)]
    [TestCase(Architecture.Arm64)]
    public void Linux_on_the_two_architectures_is_served(Architecture architecture) =>
        LinuxPlatform.Objection(isLinux: true, architecture).Should().BeNull();

    [TestCase(Architecture.X86)]
    [TestCase(Architecture.Arm)]
    [TestCase(Architecture.RiscV64)]
    public void Another_architecture_is_refused_by_name_in_one_sentence(Architecture architecture) =>
        LinuxPlatform.Objection(isLinux: true, architecture).Should().Contain(architecture.ToString()).And.EndWith(".").And.NotContain(". ");

    [Test]
    public void Another_system_is_refused_in_one_sentence() =>
        LinuxPlatform.Objection(isLinux: false, Architecture.X64).Should().Contain("needs a Linux kernel").And.EndWith(".").And.NotContain(". ");
}
