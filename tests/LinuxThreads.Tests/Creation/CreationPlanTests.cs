using LinuxThreads.Creation;

namespace LinuxThreads.Tests.Creation;

public sealed class CreationPlanTests
{
    private static readonly CreationPlan Plan = CreationPlan.Default(CreationKind.Pthread);

    private static readonly TestCaseData[] Refused =
    [
        Case(nameof(CreationPlan.Kind), static plan => plan with { Kind = (CreationKind)99 }),
        Case(nameof(CreationPlan.StackSize), static plan => plan with { StackSize = new ByteSize(0) }),
        Case(nameof(CreationPlan.StackSize), static plan => plan with { StackSize = new ByteSize(1L << 31) }),
        Case(nameof(CreationPlan.Creators), static plan => plan with { Creators = 0 }),
        Case(nameof(CreationPlan.Creators), static plan => plan with { Creators = 1_025 }),
        Case(nameof(CreationPlan.Count), static plan => plan with { Count = 0 }),
        Case(nameof(CreationPlan.Count), static plan => plan with { Count = 1_000_001 }),
        Case(nameof(CreationPlan.WarmUp), static plan => plan with { WarmUp = -1 }),
        Case(nameof(CreationPlan.Cpu), static plan => plan with { Cpu = -1 }),
        Case(nameof(CreationPlan.Repetitions), static plan => plan with { Repetitions = 0 }),
    ];

    private static readonly TestCaseData[] Contradictions =
    [
        new(Plan with { Cache = null }, "warm or cold"),
        new(CreationPlan.Default(CreationKind.PthreadSteps) with { Cache = StackCache.Warm }, "new stack"),
        new(CreationPlan.Default(CreationKind.PthreadSteps) with { Creators = 2 }, "one creator"),
        new(CreationPlan.Default(CreationKind.DotnetThread) with { Cache = StackCache.Cold }, "this process"),
        new(CreationPlan.Default(CreationKind.TaskRun) with { Cache = StackCache.Warm }, "no stacks"),
        new(CreationPlan.Default(CreationKind.PoolQueue) with { StackSize = new ByteSize(65_536) }, "no stacks"),
        new(Plan with { Creators = 11, Count = 100_000 }, "at most 1,000,000"),
    ];

    [TestCaseSource(nameof(Refused))]
    public void A_value_out_of_range_is_refused_by_its_name(string name, Func<CreationPlan, CreationPlan> change) =>
        Plan.Invoking(change).Should().Throw<ArgumentException>().WithParameterName(name);

    [TestCaseSource(nameof(Contradictions))]
    public void Knobs_that_contradict_each_other_are_refused_when_it_is_measured(CreationPlan plan, string reason)
    {
        var measure = () => CreationMeter.Measure(plan);
        measure.Should().Throw<ArgumentException>().WithMessage($"{plan.Kind.JsonName()}: *{reason}*");
    }

    [Test]
    public void Every_default_is_free_of_contradictions() =>
        Enum.GetValues<CreationKind>().Should().OnlyContain(kind => CreationPlan.Default(kind).Contradiction() == null);

    [Test]
    public void The_smallest_and_largest_values_are_taken_and_kept()
    {
        var plan = Plan with { StackSize = new ByteSize(1), Creators = 1_024, Count = 1_000_000, WarmUp = 0, Cpu = 0 };
        (plan.StackSize!.Value.Bytes, plan.Creators, plan.Count, plan.WarmUp, plan.Cpu).Should().Be((1, 1_024, 1_000_000, 0, 0));
        (plan with { StackSize = null, Cpu = null }).Should().BeEquivalentTo(new { StackSize = (ByteSize?)null, Cpu = (int?)null });
    }

    private static TestCaseData Case(string name, Func<CreationPlan, CreationPlan> change) => new(name, change);
}
