using LinuxThreads.Footprint;

namespace LinuxThreads.Tests.Footprint;

public sealed class FootprintPlanTests
{
    private static readonly FootprintPlan Plan = new();

    private static readonly TestCaseData[] Refused =
    [
        Case(nameof(FootprintPlan.StackSize), static plan => plan with { StackSize = new ByteSize(0) }),
        Case(nameof(FootprintPlan.StackSize), static plan => plan with { StackSize = new ByteSize(-4096) }),
        Case(nameof(FootprintPlan.TouchBytes), static plan => plan with { TouchBytes = new ByteSize(-1) }),
        Case(nameof(FootprintPlan.ThreadCounts), static plan => plan with { ThreadCounts = [1, 2, 3] }),
        Case(nameof(FootprintPlan.ThreadCounts), static plan => plan with { ThreadCounts = [0, 1, 2, 3] }),
        Case(nameof(FootprintPlan.ThreadCounts), static plan => plan with { ThreadCounts = [1, 2, 2, 3] }),
        Case(nameof(FootprintPlan.ThreadCounts), static plan => plan with { ThreadCounts = [1, 2, 4, 3] }),
        Case(nameof(FootprintPlan.ThreadCounts), static plan => plan with { ThreadCounts = null! }),
    ];

    [TestCaseSource(nameof(Refused))]
    public void A_value_out_of_range_is_refused_by_its_name(string name, Func<FootprintPlan, FootprintPlan> change) =>
        Plan.Invoking(change).Should().Throw<ArgumentException>().WithParameterName(name);

    [Test]
    public void The_smallest_values_are_taken_and_kept()
    {
        var plan = Plan with { StackSize = new ByteSize(1), TouchBytes = new ByteSize(0), ThreadCounts = [1, 2, 3, 4] };
        (plan.StackSize!.Value.Bytes, plan.TouchBytes.Bytes).Should().Be((1, 0));
        plan.ThreadCounts.Should().Equal(1, 2, 3, 4);
        (plan with { StackSize = null }).StackSize.Should().BeNull();
    }

    [Test]
    public void A_list_that_its_owner_changes_later_changes_no_plan()
    {
        int[] counts = [1, 2, 3, 4];
        var plan = Plan with { ThreadCounts = counts };
        counts[3] = 1;
        plan.ThreadCounts.Should().Equal(1, 2, 3, 4);
    }

    private static TestCaseData Case(string name, Func<FootprintPlan, FootprintPlan> change) => new(name, change);
}
