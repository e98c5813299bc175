using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

public sealed class BudgetClockTests
{
    [Test]
    public void Without_a_budget_it_is_never_spent_and_there_is_no_rest()
    {
        var clock = new BudgetClock(null);

        (clock.IsSpent, clock.Left).Should().Be((false, null));
    }

    [Test]
    public void A_spent_budget_leaves_the_least_there_is_and_not_nothing()
    {
        var clock = new BudgetClock(TimeSpan.Zero);

        (clock.IsSpent, clock.Left).Should().Be((true, TimeSpan.FromTicks(1)));
    }

    [Test]
    public void What_is_left_becomes_less()
    {
        var clock = new BudgetClock(TimeSpan.FromDays(3650));

        var first = clock.Left;

        first.Should().BeLessThanOrEqualTo(TimeSpan.FromDays(3650)).And.BeGreaterThan(TimeSpan.FromDays(3649));
        clock.Left.Should().BeLessThanOrEqualTo(first!.Value);
    }
}
