using LinuxThreads.Verdicts;
using static LinuxThreads.Tests.Verdicts.Occupancies;

namespace LinuxThreads.Tests.Verdicts;

public sealed class InterleavedRunsTests
{
    private static readonly CpuOccupancy Quiet = SameCpu(1000, 1000);

    [Test]
    public void Each_round_measures_every_arm_once_and_begins_with_the_next()
    {
        var order = new List<string>();
        var rounds = new List<int>();

        Collect(3, 0, ["a", "b", "c"], name =>
        {
            order.Add(name);
            return Of(1);
        }, rounds.Add);

        order.Should().Equal("a", "b", "c", "b", "c", "a", "c", "a", "b");
        rounds.Should().Equal(0, 1, 2);
    }

    [Test]
    public void Results_are_in_the_order_of_the_arms_and_of_the_rounds()
    {
        var next = 0;
        var runs = Collect(2, 0, ["a", "b"], name => Of(name == "a" ? ++next : 10 * ++next));

        // a b, b a.
        runs[0].SamplesNs.Should().Equal(1, 4);
        runs[1].SamplesNs.Should().Equal(20, 30);
        runs[1].Medians.Should().Equal(20, 30);
    }

    [Test]
    public void A_disturbed_arm_is_run_again_within_its_round()
    {
        var order = new List<string>();
        var disturbances = new Queue<bool>([false, true, true, false]);
        var runs = Collect(1, 2, ["a", "b"], name =>
        {
            order.Add(name);
            return Of(1, disturbances.Dequeue());
        });

        order.Should().Equal("a", "b", "b", "b");
        runs[0].Caveats.Should().NotContain(static caveat => caveat.Kind == CaveatKind.RepeatedForQuiet);
        runs[1].Caveats.Should().ContainSingle(static caveat => caveat.Kind == CaveatKind.RepeatedForQuiet)
            .Which.Figures.Should().Contain(new CaveatFigure("given_up", 2));
        runs[1].Verdict.Should().Be(Verdict.Valid);
    }

    [Test]
    public void What_may_be_given_up_is_counted_for_each_arm_over_all_rounds()
    {
        var count = 0;
        var runs = Collect(2, 3, ["a", "b"], name =>
        {
            count++;
            return Of(1, disturbed: name == "b");
        });

        // b: four in the first round, of which the last is kept, and one in the second.
        count.Should().Be(2 + 5);
        runs[0].Verdict.Should().Be(Verdict.Valid);
        runs[1].Verdict.Should().Be(Verdict.Contaminated);
    }

    [Test]
    public void A_round_that_the_budget_cuts_short_is_dropped_for_all_but_the_first_is_finished()
    {
        var order = new List<string>();
        var runs = InterleavedRuns.Collect(
            3, 0, TimeSpan.FromTicks(1), [.. new[] { "a", "b" }.Select(name => new Arm(() =>
            {
                order.Add(name);
                return Of(1);
            }))], CancellationToken.None);

        order.Should().Equal("a", "b");
        runs.Should().OnlyContain(static run => run.Kept.Count == 1 && run.Caveats.Any(static caveat => caveat.Kind == CaveatKind.CutShort));
    }

    [Test]
    public void A_cancellation_ends_it_after_the_repetition_under_way()
    {
        using var source = new CancellationTokenSource();
        var count = 0;
        var collect = () => InterleavedRuns.Collect(9, 9, null, [new Arm(() =>
        {
            count++;
            source.Cancel();
            return Of(1);
        })], source.Token);

        collect.Should().Throw<OperationCanceledException>();
        count.Should().Be(1);
    }

    private static IReadOnlyList<RepeatedRun> Collect(
        int rounds, int extra, string[] names, Func<string, Repetition> measure, Action<int>? roundBegins = null) =>
        InterleavedRuns.Collect(rounds, extra, null, [.. names.Select(name => new Arm(() => measure(name)))], CancellationToken.None, roundBegins);

    private static Repetition Of(double sample, bool disturbed = false) => new(
        [sample],
        100,
        new Evidence
        {
            NominalSwitches = 200,
            CountedSwitches = 200,
            Voluntary = 200,
            Involuntary = 0,
            Migrations = 0,
            RunDelay = new Nanoseconds(1),
            CpuTime = new Nanoseconds(1),
            WallTime = new Nanoseconds(1),
            CpusSeen = [0],
        },
        disturbed ? SameCpu(1000, 500) : Quiet);
}
