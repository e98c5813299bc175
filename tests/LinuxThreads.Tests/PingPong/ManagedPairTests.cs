using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Tests.Limits;
using LinuxThreads.Tests.Workers;
using LinuxThreads.Verdicts;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.PingPong;

/// <summary>Managed mechanisms, in fresh child processes and in this one.</summary>
[Category("Live")]
public sealed class ManagedPairTests
{
    private static readonly int[] Allowed = [.. CpuSet.OfCurrentThread()];

    private static readonly Mechanism[] OnThreads = [Mechanism.Monitor, Mechanism.SemaphoreSlim, Mechanism.ManualResetEventSlim];
    private static readonly Mechanism[] OnTasks = [Mechanism.Channel, Mechanism.TaskCompletionSource, Mechanism.TaskYield];

    [TestCaseSource(nameof(OnThreads))]
    public void Threads_that_switch_too_seldom_are_called_spinning_and_never_valid(Mechanism mechanism)
    {
        foreach (var placement in Placements())
        {
            var result = PingPongMeter.Measure(Small(mechanism, placement));
            var spun = result.Caveats.Any(static caveat => caveat.Kind == CaveatKind.SpunInsteadOfSwitching);

            // On one CPU the side that spins yields in the end: the kernel counts the switch, and that nobody slept.
            spun.Should().Be(
                result.Evidence.CountedOverNominal < 0.98 || result.Evidence.Voluntary * 50 <= result.Evidence.CountedSwitches, $"{placement}: {result.Evidence}");
            result.Verdict.Should().BeOneOf(
                result.Evidence.CountedOverNominal is >= 0.98 and <= 1.02 ? Verdict.Valid : Verdict.WrongCount, Verdict.Contaminated);
        }
    }

    [TestCaseSource(nameof(OnThreads))]
    public void On_one_CPU_threads_hand_over_through_the_kernel(Mechanism mechanism)
    {
        var evidence = PingPongMeter.Measure(Small(mechanism, Placement.SameCpu)).Evidence;

        // A side that spins on the CPU that the other one needs yields it in the end, so there is no round trip without a switch each way.
        evidence.CountedOverNominal.Should().BeGreaterThan(0.98);
        evidence.CpusSeen.Should().Equal(Allowed[0]);
        (evidence.Migrations ?? 0).Should().Be(0);
    }

    [TestCaseSource(nameof(OnThreads))]
    public void The_counters_of_threads_are_their_own_and_those_of_both(Mechanism mechanism)
    {
        var plan = Small(mechanism, Placement.SameCpu);
        var result = PingPongMeter.Measure(plan);

        result.Evidence.NominalSwitches.Should().Be(plan.RoundTrips * 2);
        result.RoundTrips.Should().Be(plan.RoundTrips);
        result.SamplesNs.Should().HaveCount(plan.Repetitions * plan.Batches).And.OnlyContain(static sample => sample > 0);
        result.Evidence.CpuTime.Should().NotBeNull();
        result.Evidence.CpuTime!.Value.Value.Should().BeGreaterThan(0).And.BeLessThanOrEqualTo(result.Evidence.WallTime.Value * 2);
        result.Caveats.Should().NotContain(static caveat => caveat.Kind == CaveatKind.WholeProcessCounters || caveat.Kind == CaveatKind.SharedProcess);
    }

    [TestCaseSource(nameof(OnTasks))]
    public void Tasks_in_a_child_are_valid_only_up_to_two_switches_in_a_hundred(Mechanism mechanism)
    {
        var result = PingPongMeter.Measure(Small(mechanism, Placement.SameCpu) with { BatchRoundTrips = 20_000 });

        var few = result.Evidence.CountedSwitches * 100 <= result.RoundTrips * 2;
        result.Verdict.Should().BeOneOf(few ? Verdict.Valid : Verdict.WrongCount, Verdict.Contaminated);
        result.PerSwitchNs.Should().BeNull();
        result.Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.WholeProcessCounters);
        result.Caveats.Should().NotContain(static caveat => caveat.Kind == CaveatKind.SharedProcess);
    }

    [TestCase(Mechanism.Monitor)]
    [TestCase(Mechanism.TaskCompletionSource)]
    public void Without_a_program_it_runs_here_and_says_so(Mechanism mechanism)
    {
        var result = PingPongMeter.Measure(Small(mechanism, Placement.SameCpu) with { Command = null });

        result.RoundTrips.Should().Be(result.Plan.RoundTrips);
        result.Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.SharedProcess);
    }

    [TestCase(Mechanism.SemaphoreSlim)]
    [TestCase(Mechanism.Channel)]
    public void A_child_is_another_process_with_the_sides_in_it(Mechanism mechanism)
    {
        var order = new ManagedOrder(mechanism, Allowed[0], Allowed[0], 2, 50, 0);
        using var worker = ManagedPairWorker.Start(Host(), order, CancellationToken.None);
        using var second = ManagedPairWorker.Start(Host(), order, CancellationToken.None);

        var run = worker.Run();

        worker.Pid.Should().NotBe(Pid.Current).And.NotBe(second.Pid);
        run.Figures.BatchesDone.Should().Be(2);
        run.BatchesNs.Should().HaveCount(2).And.OnlyContain(static sample => sample > 0);
        run.Figures.WallNs.Should().BeGreaterThanOrEqualTo(run.BatchesNs.Sum());
        (run.Figures.A.Counters.Known & ShimConstants.KnownRusage).Should().NotBe(0);
        run.Figures.A.Tid.Should().NotBe(Pid.Current.Value);
    }

    [Test]
    public void A_CPU_that_a_side_cannot_have_is_an_error_with_its_number()
    {
        var order = new ManagedOrder(Mechanism.Monitor, Allowed[0], CpuSet.HighestNumber, 2, 50, 0);
        using var worker = ManagedPairWorker.Start(Host(), order, CancellationToken.None);

        worker.Invoking(static worker => worker.Run()).Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.EINVAL);
        var here = () => ManagedPair.Run(order, CancellationToken.None);
        here.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.EINVAL);
    }

    [Test]
    public void A_child_that_is_killed_in_the_middle_is_a_clear_error()
    {
        var order = new ManagedOrder(Mechanism.Monitor, Allowed[0], Allowed[0], 1_000_000, 1_000_000, 0);
        using var worker = ManagedPairWorker.Start(Host(), order with { Batches = 2 }, CancellationToken.None);
        var run = Task.Run(worker.Run);
        TestProgram.WaitUntil(() => PidStatus.Read(ProcRoot.System, worker.Pid).Threads > 1, "the child runs");

        using (var child = System.Diagnostics.Process.GetProcessById(worker.Pid.Value))
        {
            child.Kill();
        }

        FluentActions.Invoking(() => run.GetAwaiter().GetResult()).Should().Throw<MeasurementAbortedException>()
            .WithMessage("*pair monitor*it is gone*");
    }

    [Test]
    public void A_cancellation_kills_the_child()
    {
        using var source = new CancellationTokenSource();
        var plan = Small(Mechanism.SemaphoreSlim, Placement.SameCpu) with { Batches = 1_000, BatchRoundTrips = 1_000_000 };
        var run = Task.Run(() => PingPongMeter.Measure(plan, source.Token));
        TestProgram.WaitUntil(static () => Children.Count("dotnet") > 0, "the child is there");

        source.Cancel();

        FluentActions.Invoking(() => run.GetAwaiter().GetResult()).Should().Throw<OperationCanceledException>();
        Children.AreGone("dotnet");
    }

    [TestCaseSource(nameof(OnThreads))]
    public void A_cancellation_here_ends_both_threads_after_the_batch_under_way(Mechanism mechanism)
    {
        using var source = new CancellationTokenSource();
        var order = new ManagedOrder(mechanism, Allowed[0], Allowed[0], int.MaxValue / 1024, 10, 0);
        var run = Task.Run(() => ManagedPair.Run(order, source.Token));
        source.CancelAfter(TimeSpan.FromMilliseconds(100));

        run.Wait(TimeSpan.FromSeconds(30)).Should().BeTrue();
        run.Result.BatchesNs.Should().HaveCount((int)run.Result.Figures.BatchesDone);
        run.Result.Figures.BatchesDone.Should().BeLessThan(order.Batches);
    }

    [TestCaseSource(nameof(OnThreads))]
    public void The_loops_of_threads_allocate_nothing(Mechanism mechanism)
    {
        using IThreadTurns turns = mechanism switch
        {
            Mechanism.Monitor => new MonitorTurns(),
            Mechanism.SemaphoreSlim => new SemaphoreSlimTurns(),
            _ => new EventSlimTurns(),
        };
        var follower = new Thread(() => turns.Follow(2_200));
        follower.Start();
        turns.Lead(200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        turns.Lead(2_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        follower.Join();

        allocated.Should().BeLessThan(2_000, "not one byte a round trip");
    }

    private static IEnumerable<Placement> Placements() =>
        Allowed.Length < 2 ? [Placement.SameCpu] : [Placement.SameCpu, Placement.OnCpus(Allowed[0], Allowed[1])];

    private static WorkerCommand Host()
    {
        var host = TestProgram.Host("worker");
        return new WorkerCommand(host[0], host[1..]);
    }

    private static PingPongPlan Small(Mechanism mechanism, Placement placement) => new()
    {
        Mechanism = mechanism,
        Placement = placement,
        Command = Host(),
        Repetitions = 2,
        Batches = 5,
        BatchRoundTrips = 1_000,
        WarmUpRoundTrips = 2_000,
        ExtraRepetitions = 0,
    };
}
