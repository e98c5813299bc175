using LinuxThreads.Headroom;
using LinuxThreads.Procfs;
using LinuxThreads.Scale;
using LinuxThreads.Tests.Limits;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Scale;

[Category("Live")]
[NonParallelizable]
public sealed class ScaleMeterTests
{
    private const int Threads = 2_000;

    [SetUp]
    public void Needs_the_worker() => _ = TestProgram.Worker();

    [TestCase(false)]
    [TestCase(true)]
    public void Every_hand_over_is_a_voluntary_switch_that_the_kernel_counted(bool carved)
    {
        var result = ScaleMeter.Measure(new ScalePlan { Threads = Threads, Carved = carved, Laps = 20 });

        result.EndedBy.Should().Be(ScaleEnd.Done, result.Why);
        result.ThreadsCreated.Should().Be(Threads);
        result.HandOvers.Select(row => row.Order).Should().Equal(HandOverOrder.Parking, HandOverOrder.Random);
        foreach (var row in result.HandOvers)
        {
            row.SamplesNs.Should().HaveCount(20).And.OnlyContain(sample => sample > 0);
            row.Evidence.NominalSwitches.Should().Be(20L * Threads);
            row.Evidence.Voluntary.Should().BeInRange(20L * Threads * 99 / 100, 20L * Threads * 101 / 100);
            row.Verdict.Should().NotBe(Verdict.WrongCount);
        }
    }

    [Test]
    public void The_ledger_is_that_of_all_threads()
    {
        var ledger = ScaleMeter.Measure(new ScalePlan { Threads = Threads, Laps = 0 }).Ledger!;

        ledger.Threads.Should().Be(Threads);
        ledger.Vmas.Should().BeApproximately(2, 1.05);
        ledger.UserRssBytes.Should().BeInRange(4 << 10, 32 << 10);
        ledger.AddressSpaceBytes.Should().BeGreaterThan(ledger.UserRssBytes);
    }

    [Test]
    public void Carved_stacks_share_mappings_and_page_tables()
    {
        var ledger = ScaleMeter.Measure(new ScalePlan { Threads = Threads, Carved = true, Laps = 0 }).Ledger!;

        (ledger.After.Vmas - ledger.Before.Vmas).Should().BeLessThan(10);
        ledger.PageTableBytes.Should().BeLessThan(200);
        ledger.AddressSpaceBytes.Should().BeLessThan(17 << 10);
    }

    [Test]
    public void Without_laps_nothing_is_handed_over_and_all_are_joined()
    {
        var result = ScaleMeter.Measure(new ScalePlan { Threads = 100, Laps = 0 });

        (result.EndedBy, result.HandOvers.Count, result.Cpu).Should().Be((ScaleEnd.Done, 0, null));
        result.Joining.Should().NotBeNull();
        result.LeftBehind.Should().BeEmpty();
    }

    [Test]
    public void What_a_limit_refuses_is_predicted_and_nothing_is_started()
    {
        var phases = new HashSet<ScalePhase>();

        var result = ScaleMeter.Measure(new ScalePlan { Threads = 4_000_000 }, new Reporter(progress => phases.Add(progress.Phase)));

        result.EndedBy.Should().Be(ScaleEnd.Predicted);
        result.ThreadsCreated.Should().Be(0);
        result.InTheWay.Select(check => check.Name).Should().Contain(LimitName.MaxMapCount);
        result.Why.Should().Contain("max_map_count").And.Contain("--carved");
        phases.Should().Equal(ScalePhase.Limits);
    }

    [Test]
    public void At_a_limit_that_was_not_foreseen_what_was_reached_is_reported()
    {
        using var cgroup = TestCgroup.Create("pids");
        cgroup.Write("pids.max", "500");

        var result = ScaleMeter.Measure(new ScalePlan { Threads = Threads, Laps = 2, Prepare = cgroup.Add });

        (result.EndedBy, result.ThreadsCreated, result.Errno).Should().Be((ScaleEnd.Refused, 499, (Errno?)Errno.EAGAIN), "the child's first thread is one of the 500");
        result.InTheWay.Select(check => check.Name).Should().Equal(LimitName.PidsMax);
        result.Ledger!.Threads.Should().Be(499);
        result.HandOver(HandOverOrder.Parking)!.Evidence.NominalSwitches.Should().Be(2 * 499);
        result.Joining.Should().NotBeNull();
    }

    [Test]
    public void Below_the_memory_floor_no_thread_is_created()
    {
        var result = ScaleMeter.Measure(new ScalePlan { Threads = Threads, MemoryFloor = new ByteSize(1L << 60) });

        (result.EndedBy, result.ThreadsCreated).Should().Be((ScaleEnd.Floor, 0));
        result.Why.Should().Contain("--floor");
    }

    [Test]
    public void Too_little_memory_for_all_is_known_after_the_first_ones()
    {
        var available = Meminfo.Read(ProcRoot.System).MemAvailable!.Value;
        var result = ScaleMeter.Measure(new ScalePlan { Threads = 20_000, Carved = true, MemoryFloor = available - new ByteSize(200L << 20) });

        if (result.EndedBy == ScaleEnd.Floor)
        {
            Assert.Ignore("somebody else took 170 MiB meanwhile");
        }

        result.EndedBy.Should().Be(ScaleEnd.Predicted, "20,000 threads take some 600 MiB");
        result.ThreadsCreated.Should().Be(1_000);
    }

    [TestCase(ScalePhase.Creating)]
    [TestCase(ScalePhase.Parking)]
    [TestCase(ScalePhase.Random)]
    public void A_cancellation_ends_it_with_what_was_reached(ScalePhase when)
    {
        using var stop = new CancellationTokenSource();
        var result = ScaleMeter.Measure(
            new ScalePlan { Threads = Threads, Laps = 100_000 / (when == ScalePhase.Random ? 1_000 : 1) },
            new Reporter(progress =>
            {
                if (progress.Phase == when && progress.Done >= (when == ScalePhase.Creating ? 0 : 1))
                {
                    stop.Cancel();
                }
            }),
            stop.Token);

        result.EndedBy.Should().Be(ScaleEnd.Stopped);
        result.Joining.Should().BeNull();
        result.LeftBehind.Should().BeEmpty();
        if (when != ScalePhase.Creating)
        {
            result.ThreadsCreated.Should().Be(Threads);
            result.HandOver(HandOverOrder.Parking)!.SamplesNs.Should().NotBeEmpty();
        }
    }

    [Test]
    public void A_killed_process_is_an_answer()
    {
        Pid child = default;
        var killed = false;
        var result = ScaleMeter.Measure(
            new ScalePlan { Threads = Threads, Laps = 100_000, Prepare = pid => child = pid },
            new Reporter(progress =>
            {
                if (progress is { Phase: ScalePhase.Parking, Done: > 0 } && !killed)
                {
                    killed = true;
                    System.Diagnostics.Process.GetProcessById(child.Value).Kill();
                }
            }));

        result.EndedBy.Should().Be(ScaleEnd.Died);
        result.Why.Should().Contain("Signal 9");
        result.ThreadsCreated.Should().Be(Threads);
    }

    [Test]
    public void A_stack_that_is_too_small_is_an_error() =>
        FluentActions.Invoking(() => ScaleMeter.Measure(new ScalePlan { Threads = 10, StackSize = new ByteSize(4096), Carved = true, Predict = false }))
            .Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.EINVAL);

    [Test]
    public void Nothing_is_left_when_the_caller_is_killed()
    {
        using var caller = TestProgram.Start(TestProgram.Host("scale", "1000"));
        caller.StandardOutput.ReadLine().Should().Be("under way");
        var children = Children(caller.Id);
        children.Should().NotBeEmpty();

        caller.Kill();
        caller.WaitForExit();

        TestProgram.WaitUntil(() => children.All(child => !ProcRoot.System.Exists($"proc/{child}")), "its children are gone");
    }

    private static List<int> Children(int parent) =>
        [.. ProcRoot.System.ReadNames("proc").Select(name => int.TryParse(name, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && PidStatus.TryRead(ProcRoot.System, new Pid(pid), out var status) && status.PPid.Value == parent)];
}
