using System.ComponentModel;
using LinuxThreads.Calls;

namespace LinuxThreads.Tests.Calls;

public sealed class CallPlanTests
{
    private static readonly CallPlan Plan = new() { Kind = CallKind.Empty };

    private static readonly TestCaseData[] Refused =
    [
        Case(nameof(CallPlan.Kind), static plan => plan with { Kind = (CallKind)99 }),
        Case(nameof(CallPlan.Cpu), static plan => plan with { Cpu = -1 }),
        Case(nameof(CallPlan.Repetitions), static plan => plan with { Repetitions = 0 }),
        Case(nameof(CallPlan.Batches), static plan => plan with { Batches = 0 }),
        Case(nameof(CallPlan.BatchCalls), static plan => plan with { BatchCalls = 0 }),
        Case(nameof(CallPlan.WarmUpCalls), static plan => plan with { WarmUpCalls = -1 }),
        Case(nameof(CallPlan.ExtraRepetitions), static plan => plan with { ExtraRepetitions = -1 }),
        Case(nameof(CallPlan.Budget), static plan => plan with { Budget = TimeSpan.Zero }),
    ];

    [TestCaseSource(nameof(Refused))]
    public void A_value_out_of_range_is_refused_by_its_name(string name, Func<CallPlan, CallPlan> change) =>
        Plan.Invoking(change).Should().Throw<ArgumentOutOfRangeException>().WithParameterName(name);

    [Test]
    public void The_smallest_values_are_taken_and_kept()
    {
        var plan = Plan with { Cpu = 0, Repetitions = 1, Batches = 1, BatchCalls = 1, WarmUpCalls = 0, ExtraRepetitions = 0, Budget = TimeSpan.FromTicks(1) };
        (plan.Cpu, plan.Repetitions, plan.Batches, plan.BatchCalls, plan.WarmUpCalls, plan.ExtraRepetitions, plan.Budget!.Value.Ticks)
            .Should().Be((0, 1, 1, 1, 0, 0, 1));
        (plan with { Cpu = null, Budget = null }).Should().Match<CallPlan>(static changed => changed.Cpu == null && changed.Budget == null);
    }

    [Test]
    public void Every_kind_has_a_name_of_its_own() =>
        Enum.GetValues<CallKind>().Select(static kind => kind.JsonName()).Should().Equal(
            "empty-call", "vdso-clock", "null-syscall", "futex-wake", "futex-wait-mismatch", "lone-yield", "self-pipe", "futex-wake-and-wait", "timed-wait");

    [Test]
    public void A_value_that_is_none_has_no_name() =>
        ((CallKind)99).Invoking(static kind => kind.JsonName()).Should().Throw<InvalidEnumArgumentException>();

    private static TestCaseData Case(string name, Func<CallPlan, CallPlan> change) => new(name, change);
}
