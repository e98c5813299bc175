using LinuxThreads.Creation;
using LinuxThreads.Tests.Verdicts;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Creation;

public sealed class CreationResultTests
{
    private static readonly CreationPlan Warm = CreationPlan.Default(CreationKind.Pthread);

    [TestCase(StackCache.Warm, 0.0, false)]
    [TestCase(StackCache.Warm, 0.1, false)]
    [TestCase(StackCache.Warm, 0.11, true)]
    [TestCase(StackCache.Warm, 1.0, true)]
    [TestCase(StackCache.Cold, 1.0, false)]
    [TestCase(StackCache.Cold, 0.9, false)]
    [TestCase(StackCache.Cold, 0.89, true)]
    [TestCase(StackCache.Cold, 0.0, true)]
    [TestCase(null, 1.0, false)]
    [TestCase(StackCache.Warm, null, false)]
    [TestCase(StackCache.Cold, null, false)]
    public void The_creators_faults_say_whether_stacks_were_what_was_asked_for(StackCache? asked, double? newStacks, bool refuted) =>
        (CreationResult.CacheCaveat(asked, newStacks) is not null).Should().Be(refuted);

    [TestCase(0, Verdict.Valid)]
    [TestCase(300, Verdict.WrongCount)]
    public void Stacks_that_were_not_kept_refute_a_result_that_says_they_were(long faults, Verdict verdict)
    {
        var result = Result(Warm, Repetition(counted: 1_021, faults));

        result.Verdict.Should().Be(verdict);
        result.NewStacksPerCreation.Should().Be(faults / 3.0);
        result.Caveats.Any(caveat => caveat.Kind == CaveatKind.StackCache).Should().Be(verdict == Verdict.WrongCount);
    }

    [Test]
    public void Contamination_comes_before_the_wrong_stacks() =>
        Result(Warm, Repetition(counted: 1_021, faults: 300) with { Occupancy = Occupancies.SameCpu(1000, 500) }).Verdict.Should().Be(Verdict.Contaminated);

    [TestCase(1_021, Verdict.Valid, false)]
    [TestCase(1_100, Verdict.WrongCount, true)]
    [TestCase(900, Verdict.WrongCount, false)]
    public void The_verdict_is_on_the_count_of_creations_and_more_may_be_others(long counted, Verdict verdict, bool others)
    {
        var result = Result(Warm, Repetition(counted, faults: 0));

        (result.Verdict, result.NominalCreations, result.CountedCreations).Should().Be((verdict, 1_021, counted));
        result.Caveats.Any(caveat => caveat.Kind == CaveatKind.WholeMachineCounter).Should().Be(others);
    }

    [Test]
    public void Without_a_count_it_is_unverified() => Result(Warm, Repetition(counted: null, faults: 0)).Verdict.Should().Be(Verdict.Unverified);

    [Test]
    public void Distributions_are_of_all_times_and_intervals_of_the_repetitions_medians()
    {
        var result = Result(Warm, Repetition(1_021, 0, 10, 20, 90), Repetition(1_021, 0, 30, 40, 50));

        (result.Returned.Distribution.Count, result.Returned.Distribution.Median.Value).Should().Be((6, 30));
        (result.Returned.Interval!.Low, result.Returned.Interval.High).Should().Be((20, 40));
        result.FirstInstruction.Distribution.Max.Value.Should().Be(190);
        result.Joined.Distribution.Min.Value.Should().Be(1_010);
        result.ReturnedNs.Should().HaveCount(2).And.Subject.First().Should().Equal(10, 20, 90);
        result.Creations.Should().Be(6);
        result.MinorFaults.Should().Be(10);
        (result.Steps, result.Split, result.PthreadCreate).Should().Be((null, null, null));
    }

    [Test]
    public void With_steps_there_is_a_split()
    {
        var repetition = Repetition(1_021, 3) with
        {
            StepsNs = [[1], [2], [3], [4], [5], [6], [7]],
            PthreadCreateNs = [20],
        };

        var result = Result(CreationPlan.Default(CreationKind.PthreadSteps), repetition);

        result.Steps!.Select(step => (step.Step, step.Time.Distribution.Median.Value)).Should().Equal(
            Enum.GetValues<CreationStep>().Select((step, i) => (step, i + 1L)));
        result.PthreadCreate!.Distribution.Median.Value.Should().Be(20);
        result.Split!.RestNs.Should().Be(20 - 5 - (1 - 5) - (2 - 5) - (4 - 5));
    }

    private static CreationResult Result(CreationPlan plan, params CreationRepetition[] repetitions)
    {
        var given = new Queue<CreationRepetition>(repetitions);
        var run = RepeatedRun.Collect(repetitions.Length, 0, null, given.Dequeue, spinsBeforeParking: false, CancellationToken.None);
        return new CreationResult(plan, new ByteSize(65_536), [0], run, clockReadNs: 5, []);
    }

    private static CreationRepetition Repetition(long? counted, long faults, params long[] returned)
    {
        long[] times = returned.Length > 0 ? returned : [1, 2, 3];
        return new CreationRepetition([CreationTime.Median(times)], times.Length, Evidence, Occupancies.SameCpu(1000, 1000))
        {
            Count = new KernelCount(1_021, counted),
            ReturnedNs = times,
            FirstInstructionNs = [.. times.Select(time => time + 100)],
            JoinedNs = [.. times.Select(time => time + 1_000)],
            CreatorFaults = faults,
            CreatorFaultsOf = 3,
            MinorFaults = 5,
        };
    }

    private static Evidence Evidence { get; } = new()
    {
        NominalSwitches = 1_020,
        // Not what the verdict is on.
        CountedSwitches = 9_999,
        Voluntary = 9_000,
        Involuntary = 999,
        Migrations = 0,
        RunDelay = new Nanoseconds(4),
        CpuTime = new Nanoseconds(5),
        WallTime = new Nanoseconds(6),
        CpusSeen = [0],
    };
}
