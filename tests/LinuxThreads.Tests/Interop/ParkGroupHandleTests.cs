using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

[Category("Live")]
public sealed class ParkGroupHandleTests
{
    [SetUp]
    public void RequireShim() => ShimFacts.RequireShim();

    [Test]
    public void Threads_are_there_until_the_group_is_released()
    {
        var group = Create(count: 5);
        Tid[] tids = [.. Enumerable.Range(0, 5).Select(index => new Tid(group.Thread((uint)index).Tid))];
        tids.Should().OnlyHaveUniqueItems().And.OnlyContain(tid => Exists(tid));

        group.Dispose();

        tids.Should().NotContain(tid => Exists(tid));
    }

    [Test]
    public void A_thread_s_frame_lies_within_its_stack()
    {
        using var group = Create(count: 1);
        var thread = group.Thread(0);
        thread.Frame.Should().BeInRange(thread.StackLow, thread.StackHigh);
    }

    [Test]
    public void An_index_past_the_last_thread_is_refused()
    {
        using var group = Create(count: 1);
        group.Invoking(static g => g.Thread(1)).Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.ENOENT);
    }

    [Test]
    public void A_stack_that_the_C_library_refuses_is_an_error_from_the_start()
    {
        var plan = ShimParkPlan.New();
        plan.StackSize = 1;
        var create = () => ParkGroupHandle.Create(plan);
        create.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.EINVAL);
    }

    [Test]
    public void After_disposal_every_use_is_refused_and_a_second_disposal_does_nothing()
    {
        var group = Create(count: 1);
        group.Dispose();
        group.Invoking(static g => g.Dispose()).Should().NotThrow();
        group.Invoking(static g => g.Thread(0)).Should().Throw<ObjectDisposedException>();
    }

    private static ParkGroupHandle Create(uint count)
    {
        var plan = ShimParkPlan.New();
        plan.Count = count;
        return ParkGroupHandle.Create(plan);
    }

    private static bool Exists(Tid tid) => Directory.Exists($"/proc/self/task/{tid}");
}
