using LinuxThreads.Verdicts;
using static LinuxThreads.Tests.Verdicts.Occupancies;

namespace LinuxThreads.Tests.Verdicts;

public sealed class RepeatedRunTests
{
    private static readonly CpuOccupancy Quiet = SameCpu(1000, 1000);
    private static readonly CpuOccupancy Disturbed = SameCpu(1000, 500);

    [Test]
    public void Contaminated_repetitions_are_replaced_and_counted()
    {
        var run = Collect(wanted: 2, extra: 5, [Of(1), Of(100, Disturbed), Of(200, Disturbed), Of(3)]);

        run.SamplesNs.Should().Equal(1, 3);
        run.Verdict.Should().Be(Verdict.Valid);
        var caveat = Single(run, CaveatKind.RepeatedForQuiet);
        caveat.Sentence.Should().StartWith("2 of 4 repetitions");
        caveat.Figures.Should().Equal(new CaveatFigure("given_up", 2), new CaveatFigure("kept", 2));
    }

    [Test]
    public void Beyond_the_bound_contaminated_repetitions_are_kept_and_judged()
    {
        var run = Collect(wanted: 3, extra: 2, [Of(1, Disturbed), Of(2, Disturbed), Of(3, Disturbed), Of(4, Disturbed), Of(5, Disturbed)]);

        run.SamplesNs.Should().Equal(3, 4, 5);
        run.Verdict.Should().Be(Verdict.Contaminated);
        Single(run, CaveatKind.RepeatedForQuiet).Sentence.Should().StartWith("2 of 5 ");
    }

    [Test]
    public void Without_extra_ones_nothing_is_given_up()
    {
        var run = Collect(wanted: 2, extra: 0, [Of(1, Disturbed), Of(2)]);
        run.SamplesNs.Should().Equal(1, 2);
        run.Caveats.Should().NotContain(static caveat => caveat.Kind == CaveatKind.RepeatedForQuiet);
    }

    [Test]
    public void What_cannot_be_told_is_kept() =>
        Collect(wanted: 1, extra: 5, [Of(1, SameCpu(1000, null))]).SamplesNs.Should().Equal(1);

    [Test]
    public void A_spent_budget_stops_after_the_first_repetition_and_says_so()
    {
        var run = Collect(wanted: 4, extra: 0, [Of(1)], TimeSpan.FromTicks(1));

        run.SamplesNs.Should().Equal(1);
        run.Interval.Should().BeNull();
        var caveat = Single(run, CaveatKind.CutShort);
        caveat.Sentence.Should().Contain("after 1 of 4 repetitions");
        caveat.Figures.Should().Equal(new CaveatFigure("kept", 1), new CaveatFigure("planned", 4));
    }

    [Test]
    public void With_the_budget_spent_a_contaminated_repetition_is_better_than_none()
    {
        var run = Collect(wanted: 4, extra: 9, [Of(1, Disturbed)], TimeSpan.FromTicks(1));
        run.SamplesNs.Should().Equal(1);
        run.Verdict.Should().Be(Verdict.Contaminated);
    }

    [Test]
    public void A_budget_that_sufficed_is_not_mentioned() =>
        Collect(wanted: 1, extra: 0, [Of(1)], TimeSpan.FromTicks(1)).Caveats.Should().NotContain(static caveat => caveat.Kind == CaveatKind.CutShort);

    [Test]
    public void The_longest_budget_there_is_is_no_limit() =>
        Collect(wanted: 2, extra: 0, [Of(1), Of(2)], TimeSpan.MaxValue).SamplesNs.Should().Equal(1, 2);

    [Test]
    public void The_interval_is_of_the_repetitions_medians_and_the_summary_of_all_samples()
    {
        var run = Collect(wanted: 3, extra: 0, [Of([1, 2, 90]), Of([3, 4, 5]), Of([6, 7, 80])]);

        (run.Interval!.Low, run.Interval.High, run.Interval.Count).Should().Be((2, 7, 3));
        run.Summary.Count.Should().Be(9);
        run.Summary.Median.Should().Be(5);
        run.SamplesNs.Should().Equal(1, 2, 90, 3, 4, 5, 6, 7, 80);
    }

    [Test]
    public void Too_few_repetitions_for_the_level_are_said([Values(1, 2, 5, 6)] int count)
    {
        var run = Collect(wanted: count, extra: 0, [.. Enumerable.Range(1, count).Select(static i => Of(i))]);
        run.Caveats.Count(static caveat => caveat.Kind == CaveatKind.FewRepetitions).Should().Be(count < 6 ? 1 : 0);
    }

    [Test]
    public void A_single_repetition_has_no_interval()
    {
        var run = Collect(wanted: 1, extra: 0, [Of([1, 2, 3])]);
        run.Interval.Should().BeNull();
        Single(run, CaveatKind.FewRepetitions).Sentence.Should().Be("A single repetition gives no interval of the median.");
    }

    [Test]
    public void Evidence_is_the_sum_over_the_repetitions_kept()
    {
        var run = Collect(wanted: 2, extra: 1, [Of(1), Of(9, Disturbed), Of(1)]);

        run.Operations.Should().Be(200);
        run.Evidence.Should().BeEquivalentTo(new Evidence
        {
            NominalSwitches = 400,
            CountedSwitches = 400,
            Voluntary = 398,
            Involuntary = 2,
            Migrations = 6,
            RunDelay = new Nanoseconds(8),
            CpuTime = new Nanoseconds(10),
            WallTime = new Nanoseconds(12),
            CpusSeen = [0, 2],
        });
    }

    [Test]
    public void A_sum_with_an_unknown_part_is_unknown()
    {
        var whole = Of(1);
        var lacking = whole with
        {
            Evidence = whole.Evidence with { CountedSwitches = null, Voluntary = null, Involuntary = null, Migrations = null, RunDelay = null, CpuTime = null },
        };

        var run = Collect(wanted: 3, extra: 0, [whole, lacking, whole]);

        run.Verdict.Should().Be(Verdict.Unverified);
        new object?[]
        {
            run.Evidence.CountedSwitches, run.Evidence.Voluntary, run.Evidence.Involuntary, run.Evidence.Migrations, run.Evidence.RunDelay,
            run.Evidence.CpuTime,
        }.Should().OnlyContain(static part => part == null);
        run.Evidence.NominalSwitches.Should().Be(600);
    }

    [Test]
    public void Occupancy_is_judged_over_all_windows_together()
    {
        // Three windows of 1.2 s on one CPU: each long enough for itself, and their sum for three roundings.
        var idling = TwoCpus(1200, 500, 500) with { CpuCount = 1 };
        var busier = idling with { TaskTime = new Nanoseconds(600_000_000) };

        Collect(wanted: 3, extra: 0, [Of(1, idling), Of(1, idling), Of(1, idling)]).Verdict.Should().Be(Verdict.Valid);
        Collect(wanted: 3, extra: 0, [Of(1, idling), Of(1, idling), Of(1, busier)]).Verdict.Should().Be(Verdict.Contaminated);
    }

    [Test]
    public void Windows_that_each_are_too_short_can_be_judged_together_only_if_their_sum_is_long_enough()
    {
        var brief = TwoCpus(200, 60, 60) with { CpuCount = 1 };
        static bool SaysTooShort(RepeatedRun run) => run.Caveats.Any(static caveat => caveat.Kind == CaveatKind.ShortWindow);

        // n windows of 0.2 s against √n times one second: 25 are just enough.
        SaysTooShort(Collect(24, 0, [.. Enumerable.Repeat(Of(1, brief), 24)])).Should().BeTrue();
        SaysTooShort(Collect(25, 0, [.. Enumerable.Repeat(Of(1, brief), 25)])).Should().BeFalse();
    }

    [Test]
    public void A_mechanism_that_spins_first_is_said_to_have_spun()
    {
        var spun = Of(1) with { Evidence = Of(1).Evidence with { CountedSwitches = 20 } };
        var run = RepeatedRun.Collect(1, 0, null, () => spun, spinsBeforeParking: true, CancellationToken.None);
        run.Verdict.Should().Be(Verdict.WrongCount);
        Single(run, CaveatKind.SpunInsteadOfSwitching);
    }

    [Test]
    public void The_verdict_is_on_what_the_measurement_claims_and_not_on_its_switches()
    {
        var run = Collect(wanted: 2, extra: 0, [Of(1) with { Count = new KernelCount(100, 100) }, Of(1) with { Count = new KernelCount(100, 95) }]);

        run.Count.Should().Be(new KernelCount(200, 195));
        run.Evidence.CountedOverNominal.Should().Be(1);
        run.Verdict.Should().Be(Verdict.WrongCount);
    }

    [Test]
    public void Too_many_events_of_a_whole_machine_are_reason_to_repeat_but_too_few_are_not()
    {
        static Repetition Counted(long counted, bool whole) => Of(counted) with { Count = new KernelCount(100, counted), CountsOthersToo = whole };

        Collect(wanted: 1, extra: 3, [Counted(103, whole: true), Counted(102, whole: true)]).SamplesNs.Should().Equal(102);
        Collect(wanted: 1, extra: 3, [Counted(97, whole: true)]).SamplesNs.Should().Equal(97);
        Collect(wanted: 1, extra: 3, [Counted(103, whole: false)]).SamplesNs.Should().Equal(103);
    }

    [Test]
    public void The_repetitions_kept_are_there_as_they_were_given()
    {
        Repetition[] given = [Of(1), Of(2, Disturbed), Of(3)];
        Collect(wanted: 2, extra: 1, given).Kept.Should().Equal(given[0], given[2]);
    }

    [Test]
    public void A_cancellation_during_a_repetition_discards_it()
    {
        using var source = new CancellationTokenSource();
        var calls = 0;
        var collect = () => RepeatedRun.Collect(
            3, 0, null,
            () =>
            {
                calls++;
                source.Cancel();
                return Of(1);
            },
            spinsBeforeParking: false,
            source.Token);
        collect.Should().Throw<OperationCanceledException>();
        calls.Should().Be(1);
    }

    private static RepeatedRun Collect(int wanted, int extra, Repetition[] repetitions, TimeSpan? budget = null)
    {
        var given = new Queue<Repetition>(repetitions);
        var run = RepeatedRun.Collect(wanted, extra, budget, given.Dequeue, spinsBeforeParking: false, CancellationToken.None);
        given.Should().BeEmpty("every repetition of the test is to be asked for");
        return run;
    }

    private static Caveat Single(RepeatedRun run, CaveatKind kind) =>
        run.Caveats.Should().ContainSingle(caveat => caveat.Kind == kind).Subject;

    private static Repetition Of(double sample, CpuOccupancy? occupancy = null) => Of([sample], occupancy);

    private static Repetition Of(double[] samples, CpuOccupancy? occupancy = null) => new(
        samples,
        Operations: 100,
        new Evidence
        {
            NominalSwitches = 200,
            CountedSwitches = 200,
            Voluntary = 199,
            Involuntary = 1,
            Migrations = 3,
            RunDelay = new Nanoseconds(4),
            CpuTime = new Nanoseconds(5),
            WallTime = new Nanoseconds(6),
            CpusSeen = [2, 0],
        },
        occupancy ?? Quiet);
}
