using LinuxThreads.Calls;
using LinuxThreads.Overhead;
using LinuxThreads.PingPong;

namespace LinuxThreads.Tests.Overhead;

public sealed class OverheadPlanTests
{
    [Test]
    public void The_default_has_enough_rounds_for_an_interval_and_a_bound_in_time()
    {
        var plan = new OverheadPlan();

        plan.Repetitions.Should().BeGreaterThanOrEqualTo(7);
        plan.Budget.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(45));
        (plan.WorkTargets[0], plan.WorkTargets[^1]).Should().Be((new Nanoseconds(100), new Nanoseconds(1_000_000)));
    }

    [Test]
    public void The_quick_plan_has_fewer_points_and_still_an_interval_of_95_percent()
    {
        OverheadPlan.Quick.Repetitions.Should().Be(6);
        OverheadPlan.Quick.WorkTargets.Count.Should().BeLessThan(new OverheadPlan().WorkTargets.Count);
        OverheadPlan.Quick.Budget.Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(6));
    }

    [TestCase(Mechanism.Futex, true)]
    [TestCase(Mechanism.Pipe, true)]
    [TestCase(Mechanism.Eventfd, false)]
    [TestCase(Mechanism.Yield, false)]
    public void Only_mechanisms_with_a_control_are_taken(Mechanism mechanism, bool taken)
    {
        var make = () => new OverheadPlan { Mechanism = mechanism };

        if (taken)
        {
            make.Should().NotThrow();
        }
        else
        {
            make.Should().Throw<ArgumentOutOfRangeException>();
        }
    }

    [TestCase(Mechanism.Futex, CallKind.FutexBoth)]
    [TestCase(Mechanism.Pipe, CallKind.SelfPipe)]
    public void The_control_makes_the_system_calls_of_the_mechanism(Mechanism mechanism, CallKind call) =>
        new OverheadPlan { Mechanism = mechanism }.ControlCall.Should().Be(call);

    [TestCase]
    [TestCase(0L)]
    [TestCase(5L, 5L)]
    [TestCase(7L, 5L)]
    public void Work_is_positive_and_ascending(params long[] nanoseconds)
    {
        var make = () => new OverheadPlan { WorkTargets = [.. nanoseconds.Select(static each => new Nanoseconds(each))] };

        make.Should().Throw<ArgumentException>();
    }

    [TestCase]
    [TestCase(63L)]
    [TestCase(128L, 64L)]
    public void Arrays_have_a_cache_line_and_are_ascending(params long[] bytes)
    {
        var make = () => new OverheadPlan { Arrays = [.. bytes.Select(static each => new ByteSize(each))] };

        make.Should().Throw<ArgumentException>();
    }

    [Test]
    public void Sizes_from_the_caches_are_the_default() => new OverheadPlan { Arrays = null }.Arrays.Should().BeNull();

    [Test]
    public void A_window_a_batch_and_a_bound_are_positive()
    {
        var window = () => new OverheadPlan { Window = TimeSpan.Zero };
        var batches = () => new OverheadPlan { Batches = 0 };
        var largest = () => new OverheadPlan { LargestArray = new ByteSize(63) };
        var cpu = () => new OverheadPlan { Cpu = -1 };

        window.Should().Throw<ArgumentOutOfRangeException>();
        batches.Should().Throw<ArgumentOutOfRangeException>();
        largest.Should().Throw<ArgumentOutOfRangeException>();
        cpu.Should().Throw<ArgumentOutOfRangeException>();
    }
}
