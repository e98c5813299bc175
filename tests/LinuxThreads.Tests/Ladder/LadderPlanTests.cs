using LinuxThreads.Ladder;
using LinuxThreads.PingPong;

namespace LinuxThreads.Tests.Ladder;

public sealed class LadderPlanTests
{
    [Test]
    public void By_default_there_are_rounds_enough_for_95_percent() => new LadderPlan().Repetitions.Should().BeGreaterThanOrEqualTo(9);

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(60_001)]
    public void A_time_that_is_not_positive_or_beyond_a_minute_is_refused(int milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        var rung = () => new LadderPlan { RungTime = time };
        var idling = () => new LadderPlan { IdlingRungTime = time };
        rung.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("RungTime");
        idling.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("IdlingRungTime");
    }

    [Test]
    public void A_placement_on_one_CPU_or_none_is_refused()
    {
        foreach (var placement in new[] { Placement.SameCpu, Placement.Unpinned, Placement.OnCpus(1, 1) })
        {
            var plan = () => new LadderPlan { TwoCpus = placement };
            plan.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("TwoCpus");
        }
    }

    [Test]
    public void A_placement_on_two_CPUs_is_taken()
    {
        new LadderPlan { TwoCpus = Placement.SmtSibling }.TwoCpus.Should().Be(Placement.SmtSibling);
        new LadderPlan { TwoCpus = Placement.OnCpus(3, 1) }.TwoCpus.Should().Be(Placement.OnCpus(3, 1));
    }
}
