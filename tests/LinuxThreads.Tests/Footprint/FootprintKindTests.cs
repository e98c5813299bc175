using LinuxThreads.Footprint;
using LinuxThreads.Tests.Interop;
using LinuxThreads.Tests.Limits;
using LinuxThreads.Tests.Workers;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Footprint;

[Category("Live")]
[NonParallelizable]
public sealed class FootprintKindTests
{
    private static readonly int[] Few = [40, 80, 120, 160];
    private static readonly int[] Many = [20_000, 40_000, 60_000, 80_000];

    [Test]
    public void A_dotnet_thread_has_more_mappings_than_a_pthread_and_its_stack_is_weighed_inside_the_child()
    {
        var result = Measure(FootprintKind.DotnetThread, Few);

        result.Vmas.Slope.Should().BeApproximately(4, 0.5, "a stack and a signal stack, each with its guard");
        result.StackRss!.Slope.Should().BeGreaterThanOrEqualTo(2 * Environment.SystemPageSize);
        (result.Readings[^1].KernelStack - result.Readings[0].KernelStack)!.Value.Bytes.Should().BeGreaterThan(100 * Environment.SystemPageSize);
        result.Ballast.Should().NotBeNull();
    }

    [TestCase(FootprintKind.AsyncMethod, 100, 1000)]
    [TestCase(FootprintKind.PoolWorkItem, 24, 200)]
    public void What_waits_on_the_heap_has_neither_stack_nor_mapping(FootprintKind kind, double least, double most)
    {
        var result = Measure(kind, kind == FootprintKind.AsyncMethod ? Many : [.. FootprintPlan.QuickCounts(kind)]);

        result.StackRss!.Slope.Should().Be(0);
        result.Vmas.Slope.Should().BeApproximately(0, 0.01);
        result.UserRss.Slope.Should().BeInRange(least, most);
        result.UserRss.RSquared.Should().BeGreaterThan(0.99, "no collection moves the heap between two readings");
        result.Ballast.Should().BeNull();
    }

    [Test]
    public void A_user_level_stack_has_a_guard_and_no_thread()
    {
        ShimFacts.RequireShim();
        var result = Measure(FootprintKind.UserStack, [500, 1000, 1500, 2000]);

        result.Vmas.Slope.Should().BeApproximately(2, 0.05);
        result.AddressSpace.Slope.Should().BeApproximately(65_536 + Environment.SystemPageSize, 1024);
        result.StackRss!.Slope.Should().BeGreaterThanOrEqualTo(Environment.SystemPageSize);
        result.KernelStack!.Slope.Should().BeLessThan(1024, "nothing of the kernel's is behind it");
        result.Plan.StackSize.Should().Be(ByteSize.FromKibibytes(64));
    }

    [Test]
    public void Carved_stacks_share_one_mapping()
    {
        ShimFacts.RequireShim();
        var result = Measure(FootprintKind.PthreadCarved, Few);

        result.Vmas.Slope.Should().BeApproximately(0, 0.05);
        result.StackRss!.Slope.Should().BeGreaterThanOrEqualTo(2 * Environment.SystemPageSize);
    }

    [Test]
    public void A_managed_child_is_gone_when_the_measurement_is_over()
    {
        var before = Children.Count("dotnet");

        Measure(FootprintKind.DotnetThread, Few);

        Children.Count("dotnet").Should().Be(before);
    }

    [Test]
    public void A_stack_for_an_async_method_is_the_callers_mistake()
    {
        var act = () => FootprintMeter.Measure(new FootprintPlan { Kind = FootprintKind.AsyncMethod, StackSize = new ByteSize(65_536), Command = Host() });

        act.Should().Throw<ArgumentException>().WithMessage("*no stack*");
    }

    [Test]
    public void A_managed_kind_without_a_program_is_the_callers_mistake()
    {
        var act = () => FootprintMeter.Measure(new FootprintPlan { Kind = FootprintKind.DotnetThread });

        act.Should().Throw<ArgumentException>().WithMessage("*WorkerHost.Run*");
    }

    [TestCase(FootprintKind.Pthread, "pthread")]
    [TestCase(FootprintKind.PthreadCarved, "pthread-carved")]
    [TestCase(FootprintKind.DotnetThread, "dotnet-thread")]
    [TestCase(FootprintKind.AsyncMethod, "async-method")]
    [TestCase(FootprintKind.PoolWorkItem, "pool-work-item")]
    [TestCase(FootprintKind.UserStack, "user-stack")]
    public void Kinds_have_the_names_of_the_contract(FootprintKind kind, string name) => kind.JsonName().Should().Be(name);

    [Test]
    public void Held_work_items_run_none_before_the_end_and_all_then()
    {
        // In a process of its own, since it takes the pool for itself.
        var told = TestProgram.Run(TestProgram.Host("hold-pool", "5000"));

        told.Should().Be("0 of 5000, then 5000");
    }

    private static FootprintResult Measure(FootprintKind kind, IReadOnlyList<int> counts) =>
        FootprintMeter.Measure(new FootprintPlan { Kind = kind, ThreadCounts = counts, Command = kind.IsManaged() ? Host() : null });

    private static WorkerCommand Host()
    {
        var host = TestProgram.Host("worker");
        return new WorkerCommand(host[0], host[1..]);
    }
}
