using LinuxThreads.PingPong;

namespace LinuxThreads.Tests.PingPong;

public sealed class PingPongPlanTests
{
    private static readonly PingPongPlan Plan = PingPongPlan.Default(Mechanism.Futex, Placement.SameCpu);

    private static readonly TestCaseData[] Refused =
    [
        Case(nameof(PingPongPlan.Repetitions), static plan => plan with { Repetitions = 0 }),
        Case(nameof(PingPongPlan.Batches), static plan => plan with { Batches = 0 }),
        Case(nameof(PingPongPlan.BatchRoundTrips), static plan => plan with { BatchRoundTrips = 0 }),
        Case(nameof(PingPongPlan.WarmUpRoundTrips), static plan => plan with { WarmUpRoundTrips = -1 }),
        Case(nameof(PingPongPlan.ExtraRepetitions), static plan => plan with { ExtraRepetitions = -1 }),
        Case(nameof(PingPongPlan.Budget), static plan => plan with { Budget = TimeSpan.Zero }),
        Case(nameof(PingPongPlan.Budget), static plan => plan with { Budget = TimeSpan.FromTicks(-1) }),
        Case(nameof(PingPongPlan.Mechanism), static plan => plan with { Mechanism = (Mechanism)99 }),
        Case(nameof(PingPongPlan.Placement), static plan => plan with { Placement = null! }),
    ];

    [TestCaseSource(nameof(Refused))]
    public void A_value_out_of_range_is_refused_by_its_name(string name, Func<PingPongPlan, PingPongPlan> change) =>
        Plan.Invoking(change).Should().Throw<ArgumentException>().WithParameterName(name);

    [Test]
    public void The_smallest_values_are_taken_and_kept()
    {
        var plan = Plan with
        {
            Repetitions = 1,
            Batches = 1,
            BatchRoundTrips = 1,
            WarmUpRoundTrips = 0,
            ExtraRepetitions = 0,
            Budget = TimeSpan.FromTicks(1),
        };
        (plan.Repetitions, plan.Batches, plan.BatchRoundTrips, plan.WarmUpRoundTrips, plan.ExtraRepetitions, plan.Budget!.Value.Ticks)
            .Should().Be((1, 1, 1, 0, 0, 1));
        (plan with { Budget = null }).Budget.Should().BeNull();
    }

    [Test]
    public void Round_trips_are_the_product_and_may_exceed_an_int() =>
        (Plan with { Repetitions = 100, Batches = 1000, BatchRoundTrips = 1_000_000 }).RoundTrips.Should().Be(100_000_000_000);

    [Test]
    public void Tasks_warm_up_longer_than_threads() =>
        PingPongPlan.Default(Mechanism.Channel, Placement.SameCpu).WarmUpRoundTrips.Should().BeGreaterThan(Plan.WarmUpRoundTrips);

    [Test]
    public void A_change_leaves_the_rest_and_the_original_alone()
    {
        var changed = Plan with { Batches = 3 };
        changed.Should().Be(PingPongPlan.Default(Mechanism.Futex, Placement.SameCpu) with { Batches = 3 });
        Plan.Batches.Should().Be(20);
    }

    private static TestCaseData Case(string name, Func<PingPongPlan, PingPongPlan> change) => new(name, change);
}
