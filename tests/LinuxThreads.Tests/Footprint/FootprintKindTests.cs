using System.Diagnostics;
using LinuxThreads.Footprint;

namespace LinuxThreads.Tests.Footprint;

[Category("Live")]
[NonParallelizable]
public sealed class FootprintKindTests
{
    [Test]
    public void A_dotnet_thread_has_a_kernel_stack_and_more_mappings_than_a_pthread()
    {
        var result = FootprintMeter.Measure(new FootprintPlan { Kind = FootprintKind.DotnetThread, ThreadCounts = [40, 80, 120, 160] });

        result.Vmas.Slope.Should().BeApproximately(4, 0.5, "a stack and a signal stack, each with its guard");
        result.StackRss.Slope.Should().BeGreaterThanOrEqualTo(2 * Environment.SystemPageSize);
        (result.Readings[^1].KernelStack - result.Readings[0].KernelStack)!.Value.Bytes.Should().BeGreaterThan(100 * Environment.SystemPageSize);
    }

    [Test]
    public void An_async_method_has_neither_stack_nor_mapping()
    {
        var result = FootprintMeter.Measure(new FootprintPlan { Kind = FootprintKind.AsyncMethod, ThreadCounts = [20_000, 40_000, 60_000, 80_000] });

        result.StackRss.Slope.Should().Be(0);
        result.Vmas.Slope.Should().BeApproximately(0, 0.01);
        result.UserRss.Slope.Should().BeInRange(50, 2_000);
    }

    [Test]
    public void Parked_threads_are_gone_when_the_measurement_is_over()
    {
        var before = Process.GetCurrentProcess().Threads.Count;

        FootprintMeter.Measure(new FootprintPlan { Kind = FootprintKind.DotnetThread, ThreadCounts = [40, 80, 120, 160] });

        Native.Until.True(() => Process.GetCurrentProcess().Threads.Count < before + 40, "the parked threads have ended");
    }

    [Test]
    public void A_stack_for_an_async_method_is_the_callers_mistake()
    {
        var act = () => FootprintMeter.Measure(new FootprintPlan { Kind = FootprintKind.AsyncMethod, StackSize = new ByteSize(65_536) });

        act.Should().Throw<ArgumentException>().WithMessage("*no stack*");
    }

    [TestCase(FootprintKind.Pthread, "pthread")]
    [TestCase(FootprintKind.DotnetThread, "dotnet-thread")]
    [TestCase(FootprintKind.AsyncMethod, "async-method")]
    public void Kinds_have_the_names_of_the_contract(FootprintKind kind, string name) => kind.JsonName().Should().Be(name);
}
