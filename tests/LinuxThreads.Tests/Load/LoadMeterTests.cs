using LinuxThreads.Load;
using LinuxThreads.Native;
using LinuxThreads.Tests.Interop;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Load;

[Category("Live")]
[NonParallelizable]
public sealed class LoadMeterTests
{
    private static readonly LoadPlan Small = new()
    {
        Repetitions = 2,
        ExtraRepetitions = 0,
        Batches = 3,
        Window = TimeSpan.FromMilliseconds(12),
        IdlingWindow = TimeSpan.FromMilliseconds(40),
        RunQueueLengths = [0, 3],
        Bystanders = [0, 50],
    };

    [SetUp]
    public void RequireShim() => ShimFacts.RequireShim();

    [TestCase(LoadSweep.RunQueue)]
    [TestCase(LoadSweep.Bystanders)]
    [TestCase(LoadSweep.Vectors)]
    public void Each_point_hands_over_by_two_counted_switches_a_round_trip(LoadSweep sweep)
    {
        var told = new List<string>();

        var result = LoadMeter.Measure(sweep, Small, told.Add);

        result.Points.Should().HaveCount(2);
        foreach (var point in result.Points)
        {
            var pair = point.HandOver!;
            // Turns of others add switches where there are others.
            (pair.Evidence.CountedSwitches / (double)pair.RoundTrips).Should().BeInRange(1.96, 2.2);
            pair.Cpus.Should().Equal(CpuSet.OfCurrentThread().First(), CpuSet.OfCurrentThread().First());
            pair.SamplesNs.Should().HaveCount(2 * 3);
            point.FigureNs!.Rounds.Should().HaveCount(2);
            point.CpuNs!.Rounds.Should().OnlyContain(static cpu => cpu > 0);
            (point.Control is null).Should().Be(sweep != LoadSweep.Vectors);
        }

        // On a busy CPU a control may take longer than the hand-over, and then there is no ratio.
        var positive = result.Points.All(static point => point.FigureNs!.Rounds.All(static figure => figure > 0));
        (result.Points[1].Ratio?.Ratios.Count).Should().Be(positive ? 2 : null);
        told.Should().ContainSingle(text => text == $"{sweep.JsonName()} {result.Points[1].Name}, round 2 of 2");
    }

    [Test]
    public void Every_policy_is_measured_or_refused_with_what_to_do_about_it()
    {
        var result = LoadMeter.Measure(LoadSweep.Policy, Small);

        result.Points.Select(point => point.Name).Concat(result.Unavailable.Select(entry => entry.Field.Replace("policy ", "")))
            .Should().BeEquivalentTo("other", "batch", "idle", "fifo", "rr");
        result.Points[0].Name.Should().Be("other");
        result.Unavailable.Where(static entry => !entry.Reason.Contains("EPERM") || !entry.Fix!.Contains("CAP_SYS_NICE")).Should().BeEmpty();
    }

    [Test]
    public void A_sleep_is_one_counted_switch_and_less_slack_is_less_late()
    {
        var result = LoadMeter.Measure(LoadSweep.TimerSlack, Small with { TimerSlack = new(1) });

        result.Points.Select(point => point.Name).Should().Equal("inherited", "1 ns", "inherited, awake", "1 ns, awake");
        foreach (var point in result.Points)
        {
            (point.Wait!.Evidence.CountedSwitches / (double)point.Wait.Calls).Should().BeInRange(0.98, 1.1);
            point.FigureNs!.Rounds.Should().OnlyContain(static late => late > 0, "a timer never fires early");
        }

        result.Points[0].Wait!.Plan.TimerSlack.Should().BeNull();
        result.Points[1].FigureNs!.Rounds.Min().Should().BeLessThan(result.Points[0].FigureNs!.Rounds.Min());
    }

    [Test]
    public void A_spent_budget_leaves_one_whole_round_and_says_so()
    {
        var result = LoadMeter.Measure(LoadSweep.RunQueue, Small with { Repetitions = 5, Budget = TimeSpan.FromTicks(1) });

        result.Points.Should().OnlyContain(static point => point.FigureNs!.Rounds.Count == 1 && point.Caveats.Any(static caveat => caveat.Kind == CaveatKind.CutShort));
    }

    [Test]
    public void A_cancellation_ends_it()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        FluentActions.Invoking(() => LoadMeter.Measure(LoadSweep.RunQueue, Small, cancellation: source.Token)).Should().Throw<OperationCanceledException>();
    }
}
