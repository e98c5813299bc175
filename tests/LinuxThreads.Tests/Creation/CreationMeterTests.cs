using LinuxThreads.Creation;
using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Tests.Interop;
using LinuxThreads.Tests.Workers;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Creation;

[NonParallelizable]
[Category("Live")]
public sealed class CreationMeterTests
{
    private const int Repetitions = 2;
    private const int Count = 300;

    [TestCase(StackCache.Warm, 1)]
    [TestCase(StackCache.Cold, 1)]
    [TestCase(StackCache.Warm, 3)]
    [TestCase(StackCache.Cold, 3)]
    public void Every_native_thread_is_one_that_the_kernel_counted(StackCache cache, int creators)
    {
        var result = Measure(Small(CreationKind.Pthread) with { Cache = cache, Creators = creators });

        result.Creations.Should().Be(Repetitions * Count * creators);
        result.NominalCreations.Should().Be(Repetitions * creators * (1 + 20 + Count));
        result.CountedCreations.Should().BeGreaterThanOrEqualTo(result.NominalCreations, "other programs' may be among them, ours are all");
        result.ReturnedNs.Should().HaveCount(Repetitions);
        result.ReturnedNs.Concat(result.FirstInstructionNs).Concat(result.JoinedNs).Should().OnlyContain(times => times.Count == Count * creators && times.All(time => time > 0));
    }

    [TestCase(StackCache.Warm)]
    [TestCase(StackCache.Cold)]
    public void A_kept_stack_takes_no_fault_of_its_creator_and_a_new_one_takes_one(StackCache cache)
    {
        RequireGlibc();
        var result = Measure(Small(CreationKind.Pthread) with { Cache = cache });

        result.NewStacksPerCreation.Should().BeApproximately(cache == StackCache.Warm ? 0 : 1, 0.05);
        result.Caveats.Should().NotContain(caveat => caveat.Kind == CaveatKind.StackCache);
    }

    [Test]
    public void A_stack_beyond_what_is_kept_is_new_whatever_was_asked_for()
    {
        RequireGlibc();
        var result = Measure(Small(CreationKind.Pthread) with { StackSize = ByteSize.FromKibibytes(65_536) });

        result.NewStacksPerCreation.Should().BeApproximately(1, 0.05);
        result.Caveats.Should().ContainSingle(caveat => caveat.Kind == CaveatKind.StackCache);
        result.Verdict.Should().NotBe(Verdict.Valid);
    }

    [Test]
    public void On_one_CPU_a_creator_sleeps_once_for_each_thread_and_sees_it_end_last()
    {
        var result = Measure(Small(CreationKind.Pthread));

        result.Cpus.Should().Equal(CpuSet.OfCurrentThread().First());
        result.Evidence.CpusSeen.Should().Equal(result.Cpus);
        result.Evidence.NominalSwitches.Should().Be(Repetitions * (20 + Count));
        result.Evidence.CountedSwitches.Should().BeInRange((long)(0.95 * result.Evidence.NominalSwitches), 3 * result.Evidence.NominalSwitches);
        for (var i = 0; i < Repetitions; i++)
        {
            result.JoinedNs[i].Zip(result.FirstInstructionNs[i]).Should().OnlyContain(pair => pair.First > pair.Second);
        }
    }

    [Test]
    public void The_steps_come_with_a_split_that_adds_up()
    {
        var result = Measure(Small(CreationKind.PthreadSteps));

        result.Steps!.Select(step => step.Step).Should().Equal(Enum.GetValues<CreationStep>());
        result.Steps!.Should().OnlyContain(step => step.Time.Distribution.Count == Repetitions * Count && step.Time.Distribution.Min.Value > 0);
        var split = result.Split!;
        (split.StackMappingNs + split.GuardNs + split.CloneNs + split.RestNs).Should().BeApproximately(split.PthreadCreateNs, 0.001);
        result.PthreadCreate!.Distribution.Count.Should().Be(Repetitions * Count);
        result.NewStacksPerCreation.Should().BeApproximately(1, 0.05, "both kinds have new stacks");
        result.NominalCreations.Should().Be(Repetitions * 2 * (1 + 20 + Count));
        result.CountedCreations.Should().BeGreaterThanOrEqualTo(result.NominalCreations);
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Every_dotnet_thread_is_one_that_the_kernel_counted(int creators)
    {
        var result = Measure(Small(CreationKind.DotnetThread) with { Creators = creators, Count = 50 });

        result.Creations.Should().Be(Repetitions * 50 * creators);
        result.NominalCreations.Should().Be(result.Creations);
        result.CountedCreations.Should().BeGreaterThanOrEqualTo(result.NominalCreations);
        result.Evidence.CountedSwitches.Should().BeGreaterThanOrEqualTo(result.Creations);
    }

    [TestCase(CreationKind.TaskRun, 1)]
    [TestCase(CreationKind.TaskRun, 3)]
    [TestCase(CreationKind.PoolQueue, 1)]
    [TestCase(CreationKind.PoolQueue, 3)]
    public void Tasks_create_no_thread_and_each_ran_between_its_queueing_and_its_end(CreationKind kind, int creators)
    {
        var result = Measure(Small(kind) with { Creators = creators, Count = 20_000, WarmUp = 5_000 });

        result.Creations.Should().Be(Repetitions * 20_000 * creators);
        result.NominalCreations.Should().Be(0);
        result.StackSize.Should().BeNull();
        for (var i = 0; i < Repetitions; i++)
        {
            result.FirstInstructionNs[i].Should().OnlyContain(time => time > 0);
            result.JoinedNs[i].Zip(result.FirstInstructionNs[i]).Should().OnlyContain(pair => pair.First >= pair.Second);
            result.JoinedNs[i].Zip(result.ReturnedNs[i]).Should().OnlyContain(pair => pair.First >= pair.Second);
        }
    }

    [Test]
    public void On_one_CPU_pthread_create_returns_before_the_thread_runs_and_Thread_Start_after_it()
    {
        static double ShareThatRanFirst(CreationResult result) =>
            result.ReturnedNs.SelectMany(times => times).Zip(result.FirstInstructionNs.SelectMany(times => times)).Average(pair => pair.Second < pair.First ? 1.0 : 0);

        ShareThatRanFirst(Measure(Small(CreationKind.Pthread))).Should().BeLessThan(0.5);
        ShareThatRanFirst(Measure(Small(CreationKind.DotnetThread))).Should().BeGreaterThan(0.5);
    }

    [Test]
    public void Unpinned_threads_are_said_to_be_free_to_move()
    {
        var result = Measure(Small(CreationKind.Pthread) with { Unpinned = true });

        result.Cpus.Should().BeEmpty();
        result.Caveats.Should().ContainSingle(caveat => caveat.Kind == CaveatKind.Unpinned);
    }

    [TestCase(CreationKind.DotnetThread)]
    [TestCase(CreationKind.PoolQueue)]
    public void The_process_is_as_free_afterwards_as_before(CreationKind kind)
    {
        int[] before = [.. CpuSet.OfCurrentThread()];
        Measure(Small(kind));
        CpuSet.OfCurrentThread().Should().Equal(before);
    }

    [TestCaseSource(nameof(Kinds))]
    public void A_cancellation_during_the_run_leaves_no_thread_and_no_process(CreationKind kind)
    {
        RequireShim(kind);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var measure = () => CreationMeter.Measure(
            Small(kind) with { Count = 100_000, Repetitions = 1_000, Budget = null }, source.Token);

        measure.Should().Throw<OperationCanceledException>();

        Children.AreGone(Children.Worker);
    }

    [TestCaseSource(nameof(Kinds))]
    public void A_cancellation_before_the_start_runs_nothing(CreationKind kind)
    {
        var measure = () => CreationMeter.Measure(Small(kind), new CancellationToken(canceled: true));
        measure.Should().Throw<OperationCanceledException>();
    }

    [Test]
    public void No_worker_is_left_after_a_measurement()
    {
        ShimFacts.RequireShim();
        using (CreationWorker.Start(Small(CreationKind.Pthread), ByteSize.FromKibibytes(64), cpu: null, CancellationToken.None))
        {
            Children.Count(Children.Worker).Should().Be(1, "that is how one would be seen");
        }

        Measure(Small(CreationKind.Pthread));
        Children.AreGone(Children.Worker);
    }

    [TestCaseSource(nameof(Kinds))]
    public void A_CPU_beyond_the_machine_is_refused_by_its_number(CreationKind kind)
    {
        var measure = () => CreationMeter.Measure(Small(kind) with { Cpu = 65_000 });
        measure.Should().Throw<ArgumentException>().WithMessage("CPU 65000*");
    }

    [Test]
    public void A_stack_that_the_C_library_refuses_is_told_with_its_errno()
    {
        ShimFacts.RequireShim();
        var measure = () => CreationMeter.Measure(Small(CreationKind.Pthread) with { StackSize = new ByteSize(1) });
        measure.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.EINVAL);
    }

    [Test]
    public void Sizing_changes_the_count_only_and_by_the_window()
    {
        ShimFacts.RequireShim();
        var plan = Small(CreationKind.Pthread);
        var shorter = CreationMeter.Size(plan, TimeSpan.FromMilliseconds(2));
        var longer = CreationMeter.Size(plan, TimeSpan.FromSeconds(1));
        longer.Count.Should().BeGreaterThan(shorter.Count);
        shorter.Should().Be(plan with { Count = shorter.Count });
    }

    [TestCase(null, "glibc.pthread.stack_cache_size=0")]
    [TestCase("", "glibc.pthread.stack_cache_size=0")]
    [TestCase("glibc.malloc.arena_max=1", "glibc.malloc.arena_max=1:glibc.pthread.stack_cache_size=0")]
    public void What_glibc_was_told_besides_it_is_told_again(string? inherited, string told) =>
        CreationWorker.Without(inherited).Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, string>("GLIBC_TUNABLES", told));

    private static CreationKind[] Kinds() => Enum.GetValues<CreationKind>();

    private static CreationPlan Small(CreationKind kind) => CreationPlan.Default(kind) with
    {
        Repetitions = Repetitions,
        ExtraRepetitions = 0,
        Count = Count,
        WarmUp = 20,
    };

    private static CreationResult Measure(CreationPlan plan)
    {
        RequireShim(plan.Kind);
        return CreationMeter.Measure(plan);
    }

    private static void RequireShim(CreationKind kind)
    {
        if (kind.IsNative())
        {
            ShimFacts.RequireShim();
        }
    }

    private static void RequireGlibc()
    {
        if (LibcVersion.ReadGlibc() is not { } version || Version.Parse(version) < new Version(2, 34))
        {
            Assert.Ignore("needs glibc 2.34 or later, which can be told to keep no stacks");
        }
    }
}
