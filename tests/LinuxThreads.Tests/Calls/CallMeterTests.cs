using LinuxThreads.Calls;
using LinuxThreads.Native;
using LinuxThreads.Tests.Interop;
using LinuxThreads.Tests.Native;
using LinuxThreads.Tests.Workers;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Calls;

[Category("Live")]
public sealed class CallMeterTests
{
    private const string ThreadName = "call-under-test";

    private static readonly int LastCpu = CpuSet.OfCurrentThread().Last();

    [SetUp]
    public void RequireShim() => ShimFacts.RequireShim();

    [Test]
    public void A_call_switches_only_if_it_sleeps_and_stays_on_the_CPU_asked_for([Values] CallKind kind)
    {
        var plan = kind == CallKind.TimedWait ? Small(kind) with { BatchCalls = 50, WarmUpCalls = 50 } : Small(kind);

        var result = CallMeter.Measure(plan);

        result.Verdict.Should().BeOneOf(Verdict.Valid, Verdict.Contaminated);
        result.Cpu.Should().Be(LastCpu);
        result.Evidence.CpusSeen.Should().Equal(LastCpu);
        result.Evidence.NominalSwitches.Should().Be(result.Calls * kind.NominalSwitches());
        (result.Evidence.Voluntary + result.Evidence.Involuntary).Should().Be(result.Evidence.CountedSwitches);
        result.Evidence.Voluntary!.Value.Should().BeCloseTo(result.Evidence.NominalSwitches, (ulong)Math.Max(result.Calls / 100, 4));
        result.Calls.Should().Be((long)plan.Repetitions * plan.Batches * plan.BatchCalls);
        result.SamplesNs.Should().HaveCount(plan.Repetitions * plan.Batches).And.OnlyContain(static sample => sample > 0);
        result.Interval!.Count.Should().Be(plan.Repetitions);
    }

    [Test]
    public void Two_system_calls_cost_more_than_none() =>
        CallMeter.Measure(Small(CallKind.SelfPipe)).CallNs.Min.Should().BeGreaterThan(CallMeter.Measure(Small(CallKind.Empty)).CallNs.Min);

    [Test]
    public void Without_a_CPU_it_is_the_first_that_the_process_may_use() =>
        CallMeter.Measure(Small(CallKind.Empty) with { Cpu = null }).Cpu.Should().Be(CpuSet.OfCurrentThread().First());

    [Test]
    public void A_CPU_that_is_not_there_is_refused_with_those_that_are()
    {
        var measure = () => CallMeter.Measure(Small(CallKind.Empty) with { Cpu = 1000 });
        var thrown = measure.Should().Throw<SyscallException>().Which;
        thrown.Errno.Should().Be(Errno.EINVAL);
        thrown.Message.Should().Contain("empty-call on CPU 1000").And.Contain("online");
    }

    [Test]
    public void A_cancellation_during_the_warm_up_leaves_nothing()
    {
        using var source = new CancellationTokenSource();
        var before = Children.Pipes();
        var plan = Small(CallKind.SelfPipe) with { WarmUpCalls = 50_000_000 };

        var thrown = NamedThreads.Run(ThreadName, () => CallMeter.Measure(plan, source.Token), meanwhile: () =>
        {
            Until.True(static () => Children.Threads(Children.Worker) == 2, "the loop runs");
            source.Cancel();
        });

        thrown.Should().BeAssignableTo<OperationCanceledException>();
        Children.AreGone(Children.Worker);
        Children.Pipes().Should().BeLessThanOrEqualTo(before);
    }

    [Test]
    public void Sizing_changes_the_batches_only_and_by_the_window()
    {
        var plan = Small(CallKind.NullSyscall);
        var shorter = CallMeter.Size(plan, TimeSpan.FromMilliseconds(1));
        var longer = CallMeter.Size(plan, TimeSpan.FromSeconds(10));
        longer.BatchCalls.Should().BeGreaterThan(shorter.BatchCalls);
        shorter.Should().Be(plan with { BatchCalls = shorter.BatchCalls });
    }

    private static CallPlan Small(CallKind kind) => new()
    {
        Kind = kind,
        Cpu = LastCpu,
        Repetitions = 2,
        Batches = 4,
        BatchCalls = 5000,
        ExtraRepetitions = 0,
    };
}
