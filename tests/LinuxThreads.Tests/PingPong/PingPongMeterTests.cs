using LinuxThreads.Native;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Tests.Interop;
using LinuxThreads.Tests.Native;
using LinuxThreads.Tests.Workers;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.PingPong;

[Category("Live")]
public sealed class PingPongMeterTests
{
    private const string ThreadName = "pair-under-test";

    private static readonly int[] Allowed = [.. CpuSet.OfCurrentThread()];

    [TestCase(Mechanism.Futex)]
    [TestCase(Mechanism.Pipe)]
    [TestCase(Mechanism.Yield)]
    public void On_one_CPU_the_kernel_counts_two_switches_a_round_trip(Mechanism mechanism)
    {
        var result = MeasureNative(Small(mechanism, SameCpu));
        if (result.Verdict == Verdict.Contaminated)
        {
            Assert.Ignore("Another task had the CPU: switches to it and back are among those counted.");
        }

        (result.Evidence.CountedSwitches!.Value / (double)result.RoundTrips).Should().BeInRange(1.96, 2.04);
        result.Verdict.Should().Be(Verdict.Valid);
    }

    [Test]
    public void One_switch_of_each_round_trip_is_voluntary_at_least()
    {
        // The other one is involuntary where the side that is woken preempts the one that wakes it.
        var evidence = MeasureNative(Small(Mechanism.Futex, SameCpu)).Evidence;
        evidence.Voluntary.Should().BeGreaterThan(evidence.NominalSwitches * 49 / 100);
    }

    [Test]
    public void Yielding_is_involuntary()
    {
        var evidence = MeasureNative(Small(Mechanism.Yield, SameCpu)).Evidence;
        evidence.Involuntary.Should().Be(evidence.CountedSwitches!.Value - evidence.Voluntary!.Value);
        evidence.Voluntary.Should().BeLessThan(evidence.CountedSwitches.Value / 100);
    }

    [Test]
    public void Yields_on_two_CPUs_switch_nothing_and_are_never_valid()
    {
        RequireTwoCpus();
        var result = MeasureNative(Small(Mechanism.Yield, Placement.OnCpus(Allowed[0], Allowed[1])));
        result.Evidence.CountedSwitches.Should().BeLessThan(result.Evidence.NominalSwitches / 2);
        result.Verdict.Should().BeOneOf(Verdict.WrongCount, Verdict.Contaminated);
    }

    [TestCase(Mechanism.Futex)]
    [TestCase(Mechanism.Channel)]
    public void Samples_sums_and_the_figure_per_switch_follow_from_the_plan_and_the_counters(Mechanism mechanism)
    {
        var plan = Small(mechanism, SameCpu) with { Repetitions = 3, Batches = 4 };
        var result = mechanism.IsManaged() ? PingPongMeter.Measure(plan) : MeasureNative(plan);

        result.Plan.Should().BeSameAs(plan);
        result.Cpus.Should().Equal(Allowed[0], Allowed[0]);
        result.RoundTrips.Should().Be(plan.RoundTrips);
        result.SamplesNs.Should().HaveCount(plan.Repetitions * plan.Batches).And.OnlyContain(static sample => sample > 0);
        result.RoundTripNs.Count.Should().Be(result.SamplesNs.Count);
        result.Interval!.Count.Should().Be(plan.Repetitions);
        var evidence = result.Evidence;
        (evidence.Voluntary + evidence.Involuntary).Should().Be(evidence.CountedSwitches);
        evidence.NominalSwitches.Should().Be(plan.RoundTrips * mechanism.NominalSwitchesPerRoundTrip());
        result.PerSwitchNs.Should().Be(
            mechanism.IsUserLevel() ? null : result.RoundTripNs.Median * result.RoundTrips / evidence.CountedSwitches);
    }

    [Test]
    public void Pinned_threads_were_seen_on_their_CPU_only_and_never_moved()
    {
        var evidence = MeasureNative(Small(Mechanism.Pipe, Placement.OnCpus(Allowed[^1], Allowed[^1]))).Evidence;
        evidence.CpusSeen.Should().Equal(Allowed[^1]);
        (evidence.Migrations ?? 0).Should().Be(0);
    }

    [Test]
    public void Two_named_CPUs_are_both_used()
    {
        RequireTwoCpus();
        var result = MeasureNative(Small(Mechanism.Futex, Placement.OnCpus(Allowed[1], Allowed[0])));
        result.Cpus.Should().Equal(Allowed[1], Allowed[0]);
        result.Evidence.CpusSeen.Should().Equal(Allowed[0], Allowed[1]);
    }

    [Test]
    public void Threads_that_may_move_say_so()
    {
        var result = MeasureNative(Small(Mechanism.Futex, Placement.Unpinned));
        result.Cpus.Should().BeEmpty();
        result.Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.Unpinned);
    }

    [TestCase(Mechanism.Channel)]
    [TestCase(Mechanism.TaskYield)]
    public void Tasks_that_hand_over_without_the_kernel_are_valid_only_up_to_two_switches_in_a_hundred(Mechanism mechanism)
    {
        var result = PingPongMeter.Measure(Small(mechanism, SameCpu) with { BatchRoundTrips = 20_000 });
        var few = result.Evidence.CountedSwitches * 100 <= result.RoundTrips * 2;

        result.Verdict.Should().BeOneOf(few ? Verdict.Valid : Verdict.WrongCount, Verdict.Contaminated);
        result.PerSwitchNs.Should().BeNull();
        result.Evidence.NominalSwitches.Should().Be(0);
        result.Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.WholeProcessCounters);
    }

    [Test]
    public void A_managed_run_leaves_every_thread_its_affinity()
    {
        RequireTwoCpus();
        using var source = new CancellationTokenSource();
        var plan = Small(Mechanism.Channel, Placement.OnCpus(Allowed[^1], Allowed[^1])) with { Repetitions = int.MaxValue / 2, Batches = 1 };
        var main = Pid.Current.MainThread;
        var before = CpuSet.OfThread(main);
        var own = CpuSet.Empty;

        var thrown = NamedThreads.Run(
            ThreadName,
            () =>
            {
                try
                {
                    PingPongMeter.Measure(plan, source.Token);
                }
                finally
                {
                    own = CpuSet.OfCurrentThread();
                }
            },
            meanwhile: () =>
            {
                Until.True(() => CpuSet.OfThread(main).Count == 1, "the process is confined");
                source.Cancel();
            });

        thrown.Should().BeAssignableTo<OperationCanceledException>();
        own.Should().Equal(Allowed);
        CpuSet.OfThread(main).Should().Equal(before);
        ConfinedThreads(Allowed[^1]).Should().BeEmpty();
    }

    [TestCase(Mechanism.Futex, 5_000_000, 0)]
    [TestCase(Mechanism.Pipe, 5_000_000, 0)]
    [TestCase(Mechanism.Yield, 5_000_000, 0)]
    [TestCase(Mechanism.Yield, 1, 50_000_000, Description = "during the warm-up, when there is no window to judge")]
    public void A_cancellation_in_the_middle_leaves_nothing(Mechanism mechanism, int batches, int warmUp)
    {
        ShimFacts.RequireShim();
        using var source = new CancellationTokenSource();
        var pipes = Children.Pipes();
        var plan = Small(mechanism, SameCpu) with { Batches = batches, BatchRoundTrips = 1, WarmUpRoundTrips = warmUp };

        var thrown = NamedThreads.Run(ThreadName, () => PingPongMeter.Measure(plan, source.Token), meanwhile: () =>
        {
            Until.True(static () => Children.Threads(Children.Worker) == 3, "the pair runs beside the thread that started it");
            source.Cancel();
        });

        thrown.Should().BeAssignableTo<OperationCanceledException>();
        Children.AreGone(Children.Worker);
        Children.Pipes().Should().BeLessThanOrEqualTo(pipes);
    }

    [Test]
    public void Each_repetition_has_a_process_of_its_own_and_leaves_none()
    {
        ShimFacts.RequireShim();
        var pipes = Children.Pipes();
        var pids = new HashSet<int>();
        using var source = new CancellationTokenSource();
        var plan = Small(Mechanism.Futex, SameCpu) with { Repetitions = 3 };

        PingPongMeter.Measure([plan], 3, 0, null, (_, _) => pids.Add(Children.Count(Children.Worker)), source.Token);

        pids.Should().Equal(0);
        Children.Count(Children.Worker).Should().Be(0);
        Children.Pipes().Should().BeLessThanOrEqualTo(pipes);
    }

    [Test]
    public void Plans_that_are_compared_take_turns_and_the_first_of_a_round_moves_on()
    {
        ShimFacts.RequireShim();
        var turns = new List<(int Round, Mechanism Mechanism)>();
        PingPongPlan[] plans = [Small(Mechanism.Futex, SameCpu), Small(Mechanism.Pipe, SameCpu), Small(Mechanism.Yield, SameCpu)];

        var results = PingPongMeter.Measure(plans, 2, 0, null, (round, plan) => turns.Add((round, plan.Mechanism)));

        turns.Should().Equal(
            (0, Mechanism.Futex), (0, Mechanism.Pipe), (0, Mechanism.Yield), (1, Mechanism.Pipe), (1, Mechanism.Yield), (1, Mechanism.Futex));
        results.Select(static result => result.Plan.Mechanism).Should().Equal(plans.Select(static plan => plan.Mechanism));
        results.Should().OnlyContain(static result => result.SamplesNs.Count == 10);
    }

    [TestCase(Mechanism.Spin, "time slice")]
    [TestCase(Mechanism.Channel, "native threads")]
    public void Parts_of_a_plan_that_do_not_go_together_are_refused(Mechanism mechanism, string reason)
    {
        var plan = Small(mechanism, SameCpu) with { Bystanders = 1 };
        PingPongMeter.WhyUnavailable(plan).Should().Contain(reason);
        FluentActions.Invoking(() => PingPongMeter.Measure(plan)).Should().Throw<ArgumentException>().WithMessage($"*{reason}*");
    }

    [TestCase(Mechanism.Futex)]
    [TestCase(Mechanism.Channel)]
    public void A_cancellation_before_the_start_runs_nothing(Mechanism mechanism)
    {
        ShimFacts.RequireShim();
        var measure = () => PingPongMeter.Measure(Small(mechanism, SameCpu), new CancellationToken(canceled: true));
        measure.Should().Throw<OperationCanceledException>();
    }

    [TestCase(Mechanism.Futex)]
    [TestCase(Mechanism.Channel)]
    public void A_CPU_beyond_the_machine_is_refused_by_its_number(Mechanism mechanism)
    {
        var measure = () => PingPongMeter.Measure(Small(mechanism, Placement.OnCpus(Allowed[0], 65_000)));
        measure.Should().Throw<ArgumentException>().WithMessage($"*cpus:{Allowed[0]},65000*CPU 65000*{new CpuList(Allowed)}*");
    }

    [Test]
    public void A_placement_is_available_exactly_if_it_resolves()
    {
        PingPongMeter.WhyUnavailable(Placement.SameCpu).Should().BeNull();
        PingPongMeter.WhyUnavailable(Placement.OnCpus(65_000, 0)).Should().Contain("CPU 65000");
    }

    [Test]
    public void Sizing_changes_the_batches_only_and_by_the_window()
    {
        ShimFacts.RequireShim();
        var plan = Small(Mechanism.Futex, SameCpu);
        var shorter = PingPongMeter.Size(plan, TimeSpan.FromMilliseconds(10));
        var longer = PingPongMeter.Size(plan, TimeSpan.FromSeconds(100));
        longer.BatchRoundTrips.Should().BeGreaterThan(shorter.BatchRoundTrips);
        shorter.Should().Be(plan with { BatchRoundTrips = shorter.BatchRoundTrips });
    }

    [Test]
    public void A_window_that_is_not_positive_is_refused()
    {
        var size = () => PingPongMeter.Size(Small(Mechanism.Futex, SameCpu), TimeSpan.Zero);
        size.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("window");
    }

    private static Placement SameCpu => Placement.SameCpu;

    private static PingPongPlan Small(Mechanism mechanism, Placement placement) => new()
    {
        Mechanism = mechanism,
        Placement = placement,
        Repetitions = 2,
        Batches = 5,
        BatchRoundTrips = 2000,
        WarmUpRoundTrips = 500,
        ExtraRepetitions = 0,
    };

    private static PingPongResult MeasureNative(PingPongPlan plan)
    {
        ShimFacts.RequireShim();
        return PingPongMeter.Measure(plan);
    }

    private static void RequireTwoCpus()
    {
        if (Allowed.Length < 2)
        {
            Assert.Ignore("This process may use one CPU only.");
        }
    }

    private static List<Tid> ConfinedThreads(int cpu)
    {
        ProcRoot.System.TryReadTids(Pid.Current, out var tids).Should().BeTrue();
        var confined = new List<Tid>();
        foreach (var tid in tids)
        {
            try
            {
                if (CpuSet.OfThread(tid) == CpuSet.Of(cpu))
                {
                    confined.Add(tid);
                }
            }
            catch (SyscallException exception) when (exception.Errno == Errno.ESRCH)
            {
                // Ended meanwhile.
            }
        }

        return confined;
    }
}
