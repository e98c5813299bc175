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

    [Test]
    [Category("Live")]
    public void The_counters_lie_between_two_readings_by_the_other_route()
    {
        ShimFacts.RequireShim();
        var counters = ShimCounters.New();
        var before = UsageCounters.ReadThread();
        Shim.CountersRead(&counters).Should().Be(0);
        var after = UsageCounters.ReadThread();

        (counters.Known & ShimConstants.KnownRusage).Should().Be(ShimConstants.KnownRusage);
        counters.Voluntary.Should().BeInRange((ulong)before.VoluntarySwitches, (ulong)after.VoluntarySwitches);
        counters.Involuntary.Should().BeInRange((ulong)before.InvoluntarySwitches, (ulong)after.InvoluntarySwitches);
        counters.MinorFaults.Should().BeInRange((ulong)before.MinorFaults, (ulong)after.MinorFaults);
    }

    [Test]
    [Category("Live")]
    public void As_many_threads_are_created_as_were_asked_for_and_their_times_are_in_order()
    {
        ShimFacts.RequireShim();
        const int Count = 8;
        var plan = ShimCreatePlan.New();
        plan.Count = Count;
        var result = ShimCreateResult.New();
        ShimEvidence creator;
        long* returned = stackalloc long[Count], first = stackalloc long[Count], joined = stackalloc long[Count];

        Shim.CreateRun(&plan, null, returned, first, joined, &creator, &result).Should().Be(0);

        result.Created.Should().Be(Count);
        creator.Operations.Should().Be(Count);
        for (var i = 0; i < Count; i++)
        {
            joined[i].Should().BeGreaterThan(first[i]).And.BeGreaterThan(returned[i]);
        }
    }

    [Test]
    [Category("Live")]
    public void Each_step_of_a_creation_has_its_time()
    {
        ShimFacts.RequireShim();
        const int Count = 8;
        var plan = ShimStepsPlan.New();
        plan.StackSize = 1 << 20;
        plan.GuardSize = 4096;
        plan.Count = Count;
        var result = ShimStepsResult.New();
        var steps = stackalloc long[(int)ShimConstants.Steps * Count];

        Shim.CreateStepsRun(&plan, null, steps, &result).Should().Be(0);

        result.Created.Should().Be(Count);
        new ReadOnlySpan<long>(steps, (int)ShimConstants.Steps * Count).ToArray().Should().OnlyContain(static ns => ns > 0);
    }

    [Test]
    [Category("Live")]
    public void The_current_thread_s_unused_stack_is_given_back()
    {
        ShimFacts.RequireShim();
        ulong before, after;

        Shim.StackTrimSelf(ShimConstants.TrimMarginMin, &before, &after).Should().Be(0);

        after.Should().BeLessThanOrEqualTo(before).And.Be(0);
    }
}
