using LinuxThreads.Interop;
using LinuxThreads.Native;

namespace LinuxThreads.Tests.Native;

public sealed class NativeThreadOptionsTests
{
    [Test]
    public void A_stack_below_the_minimum_is_refused_with_the_minimum_named() =>
        FluentActions.Invoking(static () => new NativeThreadOptions { StackSize = new ByteSize(4096) })
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*{Posix.Current.Sysconf(SysconfName.ThreadStackMin)} B*PTHREAD_STACK_MIN*");

    [Test]
    public void A_negative_guard_is_refused() =>
        FluentActions.Invoking(static () => new NativeThreadOptions { GuardSize = new ByteSize(-1) }).Should().Throw<ArgumentOutOfRangeException>();

    [Test]
    public void An_empty_CPU_set_is_refused() =>
        FluentActions.Invoking(static () => new NativeThreadOptions { Cpus = CpuSet.Empty }).Should().Throw<ArgumentException>();

    [TestCase("sixteen-bytes-ab", "*16 bytes*15*")]
    [TestCase("线程线程线程", "*18 bytes*")]
    [TestCase("", "*empty*")]
    [TestCase("a\0b", "*zero*")]
    public void A_name_that_the_kernel_could_not_hold_is_refused(string name, string message) =>
        FluentActions.Invoking(() => new NativeThreadOptions { Name = name }).Should().Throw<ArgumentException>().WithMessage(message);

    // An attribute's argument is stored as UTF-8 and could not carry the half pair.
    [Test]
    public void Half_of_a_surrogate_pair_is_refused() =>
        FluentActions.Invoking(static () => new NativeThreadOptions { Name = "a\ud800" }).Should().Throw<ArgumentException>().WithMessage("*surrogate*");

    [Test]
    public void A_copy_is_checked_like_the_original() =>
        FluentActions.Invoking(static () => NativeThreadOptions.Default with { Name = "much-too-long-a-name" }).Should().Throw<ArgumentException>();
}
