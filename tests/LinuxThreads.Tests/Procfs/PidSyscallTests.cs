using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class PidSyscallTests : ParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } = ["6.18.44-x86_64/task/syscall", "6.18.44-x86_64/thread/syscall"];

    [Test]
    public void A_thread_in_a_system_call_has_number_arguments_and_addresses()
    {
        var syscall = PidSyscall.Parse(Fixture("6.18.44-x86_64/thread/syscall"));

        syscall.Position.Should().Be(SyscallPosition.InSyscall);
        syscall.Number.Should().Be(202, "futex");
        syscall.Arguments.Should().Equal(0x7ff71c000fe0, 0x189, 0, 0, 0, 0xffffffff);
        syscall.StackPointer.Should().Be(0x7ff72145a950);
        syscall.ProgramCounter.Should().Be(0x7ff721aa3f16);
    }

    [Test]
    public void A_thread_on_a_cpu_has_neither()
    {
        var syscall = PidSyscall.Parse("running\n"u8);

        syscall.Position.Should().Be(SyscallPosition.Running);
        syscall.Number.Should().BeNull();
        syscall.Arguments.Should().BeEmpty();
        syscall.StackPointer.Should().BeNull();
        syscall.ProgramCounter.Should().BeNull();
    }

    [Test]
    public void A_thread_blocked_outside_a_system_call_has_addresses_only()
    {
        var syscall = PidSyscall.Parse("-1 0x7ffc12345678 0x401000\n"u8);

        syscall.Position.Should().Be(SyscallPosition.OutsideSyscall);
        syscall.Number.Should().BeNull();
        syscall.Arguments.Should().BeEmpty();
        syscall.StackPointer.Should().Be(0x7ffc12345678);
        syscall.ProgramCounter.Should().Be(0x401000);
    }

    [TestCase("run\n")]
    [TestCase("running 1\n")]
    [TestCase("-1 0x1\n")]
    [TestCase("-1 0x1 0x2 0x3\n")]
    [TestCase("-2 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x8\n")]
    [TestCase("1 0x1 0x2 0x3 0x4 0x5 0x6 0x7\n")]
    [TestCase("1 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x8 0x9\n")]
    [TestCase("1 1 2 3 4 5 6 7 8\n")]
    [TestCase("1 0x1 0x2 0x3 0x4 0x5 0x6 0x7 0x\n")]
    public void Any_other_shape_is_refused(string text)
    {
        var act = () => PidSyscall.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }

    protected override object Parse(byte[] text) => PidSyscall.Parse(text);
}
