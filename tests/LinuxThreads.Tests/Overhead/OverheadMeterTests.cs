using LinuxThreads.Loops;
using LinuxThreads.Overhead;
using LinuxThreads.PingPong;
using LinuxThreads.Tests.Interop;
using LinuxThreads.Tests.Workers;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Overhead;

[Category("Live")]
public sealed class OverheadMeterTests
{
    private static readonly OverheadPlan Small = new()
    {
        Repetitions = 2,
        ExtraRepetitions = 0,
        Batches = 2,
        Window = TimeSpan.FromMilliseconds(3),
        WorkTargets = [new Nanoseconds(10_000), new Nanoseconds(200_000)],
        Arrays = [ByteSize.FromKibibytes(16), ByteSize.FromKibibytes(2_048)],
    };

    [TestCase(Mechanism.Futex)]
    [TestCase(Mechanism.Pipe)]
    public void Pairs_switch_at_least_twice_a_round_trip_and_controls_hardly_ever(Mechanism mechanism)
    {
        var result = Measure(Small with { Mechanism = mechanism });

        foreach (var point in result.Work.Concat(result.WorkingSet!))
        {
            var pair = point.Pair.Evidence;
            pair.NominalSwitches.Should().Be(2 * point.Pair.Operations);
            pair.CountedSwitches.Should().BeGreaterThanOrEqualTo(pair.NominalSwitches * 96 / 100);
            point.Control.Evidence.NominalSwitches.Should().Be(0);
            if (point.Control.Verdict == Verdict.Valid)
            {
                point.Control.Evidence.CountedSwitches.Should().BeLessThanOrEqualTo(point.Control.Operations * 2 / 100);
            }

            pair.CpusSeen.Should().Equal(result.Cpu);
            point.Control.Evidence.CpusSeen.Should().Equal(result.Cpu);
        }
    }

    [Test]
    public void Both_curves_begin_without_work_and_have_the_points_asked_for()
    {
        var result = Measure(Small);

        result.Work.Select(static point => point.Work.Kind).Should().Equal(WorkKind.None, WorkKind.Compute, WorkKind.Compute);
        result.WorkingSet!.Select(static point => (point.Work.Kind, point.Work.Amount))
            .Should().Equal((WorkKind.None, 0), (WorkKind.Memory, 16_384), (WorkKind.Memory, 2_097_152));
        result.Work.Concat(result.WorkingSet!).Should().OnlyContain(point => point.Pair.SamplesNs.Count == 4 && point.Control.SamplesNs.Count == 4);
        result.BreakEvens!.Select(static each => each.Share).Should().Equal(0.10, 0.05, 0.01);
    }

    [Test]
    public void More_rounds_of_arithmetic_are_more_work_and_a_larger_array_is_a_longer_walk()
    {
        var result = Measure(Small);

        result.Work[1].Work.Amount.Should().BeLessThan(result.Work[2].Work.Amount);
        result.Work[1].WorkNs!.Median.Should().BeLessThan(result.Work[2].WorkNs!.Median);
        result.WorkingSet![1].WorkNs!.Median.Should().BeLessThan(result.WorkingSet[2].WorkNs!.Median);
        // The pair does it twice a round trip, the control once.
        foreach (var point in new[] { result.Work[2], result.WorkingSet[2] })
        {
            point.Pair.OperationNs.Min.Should().BeGreaterThan(point.Control.OperationNs.Min);
        }
    }

    [Test]
    public void Sizes_come_from_the_caches_of_the_CPU_or_are_missing_with_a_reason()
    {
        var result = Measure(Small with { Arrays = null, LargestArray = ByteSize.FromKibibytes(512) });

        if (result.Caches.Any(static cache => cache.Size is not null))
        {
            result.WorkingSet!.Skip(1).Should().OnlyContain(static point => point.Work.Kind == WorkKind.Memory && point.Work.Amount <= 512 * 1024);
        }
        else
        {
            result.WorkingSet.Should().BeNull();
            result.Unavailable.Should().Contain(static missing => missing.Field == "working_set");
        }
    }

    [Test]
    public void A_budget_that_is_spent_leaves_one_round_of_each_curve_and_says_so()
    {
        var result = Measure(Small with { Repetitions = 50, Budget = TimeSpan.FromTicks(1) });

        foreach (var point in result.Work.Concat(result.WorkingSet!))
        {
            point.CostNs!.Rounds.Should().ContainSingle();
            point.Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.CutShort);
        }
    }

    [Test]
    public void Progress_tells_the_curve_and_the_round()
    {
        var told = new List<OverheadProgress>();
        Measure(Small, told.Add);

        told.Should().Equal(
            new OverheadProgress(OverheadCurve.Work, 0, 2), new OverheadProgress(OverheadCurve.Work, 1, 2),
            new OverheadProgress(OverheadCurve.WorkingSet, 0, 2), new OverheadProgress(OverheadCurve.WorkingSet, 1, 2));
    }

    [Test]
    public void Each_round_has_a_process_of_its_own_and_none_is_left()
    {
        var seen = new List<Pid>();
        // Told before a round begins, so that the process of the one before is still there.
        Measure(Small with { Repetitions = 3 }, at =>
        {
            if (at is { Curve: OverheadCurve.Work, Round: > 0 })
            {
                seen.Add(Children.Named(Children.Worker).Should().ContainSingle().Subject);
            }
        });

        seen.Should().HaveCount(2).And.OnlyHaveUniqueItems();
        Children.Count(Children.Worker).Should().Be(0);
    }

    [Test]
    public void A_cancelled_measurement_ends()
    {
        ShimFacts.RequireShim();
        using var source = new CancellationTokenSource();
        var measure = () => OverheadMeter.Measure(Small, _ => source.Cancel(), source.Token);

        measure.Should().Throw<OperationCanceledException>();
    }

    private static OverheadResult Measure(OverheadPlan plan, Action<OverheadProgress>? progress = null)
    {
        ShimFacts.RequireShim();
        return OverheadMeter.Measure(plan, progress);
    }
}
