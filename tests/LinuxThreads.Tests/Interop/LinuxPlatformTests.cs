using LinuxThreads.Interop;
using Machine = System.Runtime.InteropServices.Architecture;

namespace LinuxThreads.Tests.Interop;

public sealed class LinuxPlatformTests
{
    [TestCase(Machine.X64)]
    [TestCase(Machine.Arm64)]
    public void Linux_on_the_two_architectures_is_served(Machine architecture) =>
        LinuxPlatform.Objection(isLinux: true, architecture).Should().BeNull();

    [TestCase(Machine.X86)]
    [TestCase(Machine.Arm)]
    [TestCase(Machine.RiscV64)]
    public void Another_architecture_is_refused_by_name_in_one_sentence(Machine architecture) =>
        LinuxPlatform.Objection(isLinux: true, architecture).Should().Contain(architecture.ToString()).And.EndWith(".").And.NotContain(". ");

    [Test]
    public void Another_system_is_refused_in_one_sentence() =>
        LinuxPlatform.Objection(isLinux: false, Machine.X64).Should().Contain("needs a Linux kernel").And.EndWith(".").And.NotContain(". ");
}
