using LinuxThreads.Ladder;
using LinuxThreads.Native;
using LinuxThreads.Tests.Interop;
using LinuxThreads.Tests.Native;
using LinuxThreads.Tests.Workers;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Ladder;

[Category("Live")]
public sealed class LadderMeterTests
{
    private const string ThreadName = "ladder-test";

    private static readonly int[] Allowed = [.. CpuSet.OfCurrentThread()];

    [SetUp]
    public void RequireShim() => ShimFacts.RequireShim();

    [Test]
    public void Every_rung_is_measured_once_a_round_or_missed_for_a_reason()
    {
        var begun = new List<int>();
        var before = Children.Pipes();
        var plan = Small;

        var result = LadderMeter.Measure(plan, begun.Add);

        begun.Should().Equal(1, 2);
        string[] named = [.. result.Steps.Select(static step => step.Rung.JsonName()), .. result.Unavailable.Select(static missing => missing.Field)];
        named.Should().BeEquivalentTo(Enum.GetValues<LadderRung>().Select(static rung => rung.JsonName()));
        result.Steps.Select(static step => step.Rung).Should().BeInAscendingOrder();
        foreach (var step in result.Steps)
        {
            step.RoundsNs.Should().HaveCount(plan.Repetitions);
            step.SamplesNs.Should().HaveCount(plan.Repetitions * plan.Batches).And.OnlyContain(static sample => sample > 0);
            step.Interval!.Count.Should().Be(plan.Repetitions);
            step.Evidence.CpusSeen.Should().BeEquivalentTo(step.Cpus.Distinct());
            step.Difference?.Ns.Differences.Should().HaveCount(plan.Repetitions);
            step.Evidence.NominalSwitches.Should().Be(step.Rung.IsHandOver() ? 2 * step.Operations : 0);
        }

        Children.AreGone(Children.Worker);
        Children.Pipes().Should().BeLessThanOrEqualTo(before);
    }

    [Test]
    public void The_cheapest_sample_of_a_system_call_is_above_that_of_a_call_and_below_that_of_a_hand_over()
    {
        var result = LadderMeter.Measure(Small);

        double Least(LadderRung rung) => result.Find(rung)!.CostNs.Min;
        Least(LadderRung.EmptyCall).Should().BeLessThan(Least(LadderRung.NullSyscall));
        Least(LadderRung.NullSyscall).Should().BeLessThan(Least(LadderRung.SelfPipe));
        Least(LadderRung.NullSyscall).Should().BeLessThan(Least(LadderRung.YieldToPeer));
    }

    [Test]
    public void Calls_switch_to_nobody_and_hand_overs_on_one_CPU_twice_a_round_trip()
    {
        var quiet = LadderMeter.Measure(Small with { Repetitions = 1, ExtraRepetitions = 20 }).Steps
            .Where(static step => step.Verdict != Verdict.Contaminated && step.Cpus.Distinct().Count() == 1).ToArray();
        if (quiet.Length == 0)
        {
            Assert.Ignore("Other tasks had the CPU all the time: switches to them and back are among those counted.");
        }

        quiet.Should().OnlyContain(static step => step.Verdict == Verdict.Valid);
        quiet.Where(static step => step.Rung.IsHandOver()).Should().OnlyContain(static step => step.SwitchesPerOperation > 1.96 && step.SwitchesPerOperation < 2.04);
        quiet.Where(static step => !step.Rung.IsHandOver()).Should().OnlyContain(static step => step.SwitchesPerOperation < 0.02);
    }

    [Test]
    public void Hand_overs_between_two_CPUs_use_both()
    {
        if (Allowed.Length < 2)
        {
            Assert.Ignore("This process may use one CPU only.");
        }

        var result = LadderMeter.Measure(Small with { Repetitions = 1, TwoCpus = LinuxThreads.PingPong.Placement.OnCpus(Allowed[1], Allowed[0]) });

        result.Find(LadderRung.FutexTwoCpus)!.Evidence.CpusSeen.Should().Equal(Allowed[0], Allowed[1]);
        result.Find(LadderRung.FutexTwoCpus)!.Cpus.Should().Equal(Allowed[1], Allowed[0]);
        result.Find(LadderRung.EmptyCall)!.Cpus.Should().Equal(Allowed[1]);
        result.Find(LadderRung.FutexOneCpu)!.Evidence.CpusSeen.Should().Equal(Allowed[1]);
    }

    [Test]
    public void With_one_CPU_the_rungs_on_two_are_unavailable()
    {
        LadderResult? result = null;
        var last = Allowed[^1];
        var thrown = NamedThreads.Run(ThreadName, () =>
        {
            CpuSet.Of(last).ApplyToCurrentThread();
            result = LadderMeter.Measure(Small with { Repetitions = 1 });
        });

        thrown.Should().BeNull();
        result!.Unavailable.Select(static missing => missing.Field).Should().Equal("futex-two-cpus", "futex-two-cpus-awake");
        result.Unavailable.Should().OnlyContain(missing => missing.Reason.Contains($"only CPU {last}"));
        result.Steps.Should().HaveCount(9).And.OnlyContain(step => step.Cpus.All(cpu => cpu == last));
        result.Plan.TwoCpus.Should().BeNull();
    }

    [Test]
    public void A_budget_that_is_spent_at_once_leaves_one_round_and_says_so()
    {
        var result = LadderMeter.Measure(Small with { Repetitions = 6, Budget = TimeSpan.FromTicks(1) });

        result.Steps.Should().OnlyContain(static step =>
            step.RoundsNs.Count == 1 && step.Caveats.Any(static caveat => caveat.Kind == CaveatKind.CutShort));
        result.Steps.Should().OnlyContain(static step => step.Difference == null || !step.Difference.Ns.IsToldApart);
    }

    [Test]
    public void A_cancellation_during_a_round_leaves_nothing()
    {
        using var source = new CancellationTokenSource();
        var before = Children.Pipes();

        var measure = () => LadderMeter.Measure(Small with { Repetitions = 50 }, round =>
        {
            if (round == 2)
            {
                source.Cancel();
            }
        }, source.Token);

        measure.Should().Throw<OperationCanceledException>();
        Children.AreGone(Children.Worker);
        Children.Pipes().Should().BeLessThanOrEqualTo(before);
    }

    private static LadderPlan Small => new()
    {
        Repetitions = 2,
        ExtraRepetitions = 0,
        Batches = 3,
        RungTime = TimeSpan.FromMilliseconds(3),
        IdlingRungTime = TimeSpan.FromMilliseconds(3),
    };
}
