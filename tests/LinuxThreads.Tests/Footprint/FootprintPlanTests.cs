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

    [Test]
    public void Counts_follow_the_kind_until_they_are_given()
    {
        (Plan with { Kind = FootprintKind.AsyncMethod }).ThreadCounts.Should().Equal(FootprintPlan.DefaultCounts(FootprintKind.AsyncMethod));
        (Plan with { ThreadCounts = [1, 2, 3, 4], Kind = FootprintKind.AsyncMethod }).ThreadCounts.Should().Equal(1, 2, 3, 4);
    }

    [Test]
    public void Every_kind_has_counts_that_a_plan_takes()
    {
        foreach (var kind in Enum.GetValues<FootprintKind>())
        {
            (Plan with { Kind = kind, ThreadCounts = FootprintPlan.DefaultCounts(kind) }).ThreadCounts[^1].Should()
                .BeGreaterThan((Plan with { Kind = kind, ThreadCounts = FootprintPlan.QuickCounts(kind) }).ThreadCounts[^1]);
        }
    }

    [TestCase(FootprintKind.Pthread, null)]
    [TestCase(FootprintKind.DotnetThread, null)]
    [TestCase(FootprintKind.PthreadCarved, 65_536L)]
    [TestCase(FootprintKind.UserStack, 65_536L)]
    public void Only_stacks_that_the_C_library_does_not_make_have_a_size_of_our_own(FootprintKind kind, long? bytes)
    {
        var size = (Plan with { Kind = kind }).StackSize?.Bytes;

        size.Should().Be(bytes);
    }

    private static TestCaseData Case(string name, Func<FootprintPlan, FootprintPlan> change) => new(name, change);
}
