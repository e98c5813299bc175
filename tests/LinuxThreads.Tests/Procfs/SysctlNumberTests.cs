using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class SysctlNumberTests
{
    [TestCase("65530\n", 65530)]
    [TestCase("-1\n", -1)]
    [TestCase("0", 0)]
    public void A_setting_is_one_number(string text, long expected) =>
        SysctlNumber.Parse(Encoding.ASCII.GetBytes(text)).Should().Be(expected);

    [TestCase("")]
    [TestCase("1 2\n")]
    [TestCase("1\n2\n")]
    [TestCase("0x10\n")]
    [TestCase("9223372036854775808\n")]
    public void Anything_else_is_refused(string text)
    {
        var act = () => SysctlNumber.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }

    [Test]
    public void A_setting_is_read_by_its_name()
    {
        using var tree = new TemporaryTree();
        tree.Write("proc/sys/kernel/threads-max", "192731\n");

        SysctlNumber.Read(tree.Root, "kernel/threads-max").Should().Be(192731);
        SysctlNumber.ReadOrNull(tree.Root, "kernel/threads-max").Should().Be(192731);
    }

    [Test]
    public void A_setting_the_kernel_lacks_is_null_or_an_error()
    {
        using var tree = new TemporaryTree();
        var act = () => SysctlNumber.Read(tree.Root, "kernel/none");

        SysctlNumber.ReadOrNull(tree.Root, "kernel/none").Should().BeNull();
        act.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.ENOENT);
    }
}
