using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

[Category("Live")]
public sealed class ParkGroupHandleTests
{
    private const long CarvedBytes = 256 * 1024;

    [SetUp]
    public void RequireShim() => ShimFacts.RequireShim();

    [Test]
    public void Threads_are_there_until_the_group_is_released()
    {
        var group = Create(count: 3);
        group.Grow(2);
        group.Count.Should().Be(5);
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
    public void Carved_stacks_lie_side_by_side_and_are_what_is_resident()
    {
        using var group = Create(count: 4, ShimConstants.ParkCarved);
        for (uint i = 1; i < 4; i++)
        {
            group.Thread(i).StackLow.Should().Be(group.Thread(i - 1).StackHigh);
        }

        group.Resident().Bytes.Should().BeInRange(4 * Environment.SystemPageSize, 4 * CarvedBytes);
        group.CreatingNs.Should().BePositive();
    }

    [Test]
    public void Trimming_gives_back_what_a_parked_thread_has_touched_below_its_frame()
    {
        using var group = Create(count: 2, ShimConstants.ParkCarved, touchBytes: CarvedBytes / 2);
        var whole = group.Resident();
        var (before, after) = group.Trim(1);
        before.Bytes.Should().BeInRange((CarvedBytes / 2) - (3 * Environment.SystemPageSize), CarvedBytes / 2);
        after.Should().Be(ByteSize.Zero);
        group.Resident().Should().Be(whole - before);
    }

    [Test]
    public void A_token_goes_round_as_often_as_planned_in_the_order_given()
    {
        using var group = Create(count: 5, ShimConstants.ParkCarved | ShimConstants.ParkRing);
        var plan = ShimPassPlan.New();
        plan.Laps = 3;
        var laps = new long[3];

        var result = group.Pass(plan, [4, 0, 3, 1, 2], stop: null, laps);

        result.HandOvers.Should().Be(15);
        result.LapsDone.Should().Be(3);
        laps.Should().OnlyContain(static ns => ns > 0);
        laps.Sum().Should().Be(result.WallNs);
    }

    [Test]
    public void A_cancelled_pass_hands_over_nothing()
    {
        using var group = Create(count: 5, ShimConstants.ParkCarved | ShimConstants.ParkRing);
        using var stop = new StopFlag(new CancellationToken(canceled: true));
        var plan = ShimPassPlan.New();
        plan.Laps = 3;

        group.Pass(plan, [], stop, new long[3]).HandOvers.Should().Be(0);
    }

    [Test]
    public void An_order_that_is_no_permutation_is_refused_and_so_is_one_of_another_length()
    {
        using var group = Create(count: 3, ShimConstants.ParkCarved | ShimConstants.ParkRing);
        var plan = ShimPassPlan.New();
        plan.Laps = 1;
        group.Invoking(g => g.Pass(plan, [0, 1, 1], null, new long[1])).Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.EINVAL);
        group.Invoking(g => g.Pass(plan, [0, 1], null, new long[1])).Should().Throw<ArgumentOutOfRangeException>();
        group.Invoking(g => g.Pass(plan, [], null, [])).Should().Throw<ArgumentOutOfRangeException>();
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
        group.Invoking(static g => g.Count).Should().Throw<ObjectDisposedException>();
        group.Invoking(static g => g.Grow(1)).Should().Throw<ObjectDisposedException>();
        group.Invoking(static g => g.Thread(0)).Should().Throw<ObjectDisposedException>();
    }

    private static ParkGroupHandle Create(uint count, uint flags = 0, long touchBytes = 0)
    {
        var plan = ShimParkPlan.New();
        plan.Count = count;
        plan.Flags = flags;
        plan.StackSize = flags == 0 ? 0 : (ulong)CarvedBytes;
        plan.TouchBytes = (ulong)touchBytes;
        return ParkGroupHandle.Create(plan);
    }

    private static bool Exists(Tid tid) => Directory.Exists($"/proc/self/task/{tid}");
}
