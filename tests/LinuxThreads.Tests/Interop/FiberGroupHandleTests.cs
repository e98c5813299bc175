using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

[Category("Live")]
public sealed class FiberGroupHandleTests
{
    [SetUp]
    public void RequireShim() => ShimFacts.RequireShim();

    [Test]
    public void Contexts_stay_suspended_where_they_were_until_resumed()
    {
        using var group = Create(count: 2, flags: 0);
        group.Grow(1);
        group.Count.Should().Be(3);
        group.Resume(0).Should().Be(2);
        group.Resume(0).Should().Be(3);
        group.Resume(2).Should().Be(2);
    }

    [Test]
    public void A_suspended_context_s_stack_pointer_lies_in_its_stack()
    {
        using var group = Create(count: 1, flags: 0);
        var context = group.Context(0);
        context.Saved.Should().BeInRange(context.StackLow, context.Frame);
        context.Frame.Should().BeLessThan(context.StackHigh);
        context.GuardBytes.Should().Be((ulong)Environment.SystemPageSize);
    }

    [Test]
    public void An_idle_context_on_a_carved_stack_has_a_page_or_two_in_memory()
    {
        using var group = Create(count: 50, ShimConstants.FiberCarved);
        group.Resident().Bytes.Should().BeInRange(50 * Environment.SystemPageSize, 100 * Environment.SystemPageSize);
    }

    [Test]
    public void An_index_past_the_last_context_is_refused()
    {
        using var group = Create(count: 1, flags: 0);
        group.Invoking(static g => g.Resume(1)).Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.ENOENT);
        group.Invoking(static g => g.Context(1)).Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.ENOENT);
    }

    [Test]
    public void After_disposal_every_use_is_refused()
    {
        var group = Create(count: 1, flags: 0);
        group.Dispose();
        group.Invoking(static g => g.Count).Should().Throw<ObjectDisposedException>();
        group.Invoking(static g => g.Resume(0)).Should().Throw<ObjectDisposedException>();
    }

    private static FiberGroupHandle Create(uint count, uint flags)
    {
        var plan = ShimFiberPlan.New();
        plan.Count = count;
        plan.Flags = flags;
        plan.StackSize = 64 * 1024;
        return FiberGroupHandle.Create(plan);
    }
}
