using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

public sealed class StackNamesTests
{
    [Test]
    public void Each_way_of_finding_a_stack_has_its_spelling() =>
        Enum.GetValues<StackLocatedBy>().Select(static way => way.JsonName()).Should().Equal("own-bounds", "robust-list", "stack-pointer", "main");

    [Test]
    public void Each_route_has_its_spelling() =>
        Enum.GetValues<StackRoute>().Select(static route => route.JsonName()).Should().Equal("pagemap", "smaps");

    [Test]
    public void A_value_that_is_none_has_no_spelling()
    {
        FluentActions.Invoking(static () => ((StackLocatedBy)9).JsonName()).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(static () => ((StackRoute)9).JsonName()).Should().Throw<ArgumentOutOfRangeException>();
    }
}
