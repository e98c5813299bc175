using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

public sealed unsafe class ShimTests
{
    [TestCase(0)]
    [TestCase(7)]
    public void A_result_that_is_not_negative_is_no_error(int result)
    {
        var check = () => Shim.ThrowIfFailed(result, "lt_pair_run", "a pair");
        check.Should().NotThrow();
    }

    [Test]
    public void A_negative_result_is_the_errno_with_operation_target_and_advice()
    {
        var check = () => Shim.ThrowIfFailed(-22, "lt_pair_run", "a pair", "Name another CPU.");
        var thrown = check.Should().Throw<SyscallException>().Which;
        thrown.Errno.Should().Be(Errno.EINVAL);
        thrown.Message.Should().Contain("lt_pair_run").And.Contain("a pair").And.Contain("EINVAL").And.Contain("Name another CPU.");
    }

    [Test]
    [Category("Live")]
    public void A_struct_of_another_size_is_refused()
    {
        ShimFacts.RequireShim();
        var clock = ShimClock.New();
        clock.Size--;
        Shim.ClockDescribe(&clock).Should().Be(-Errno.EINVAL.Number);
    }

    [Test]
    [Category("Live")]
    public void The_clock_is_the_monotonic_one()
    {
        ShimFacts.RequireShim();
        var clock = ShimClock.New();
        Shim.ClockDescribe(&clock).Should().Be(0);
        clock.ClockId.Should().Be(LinuxConstants.ClockMonotonic);
        clock.ResolutionNs.Should().BePositive();
        clock.ReadCostPs.Should().BePositive();
    }
}
