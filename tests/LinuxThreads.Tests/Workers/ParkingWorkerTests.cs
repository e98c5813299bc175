using LinuxThreads.Interop;
using LinuxThreads.Procfs;
using LinuxThreads.Tests.Limits;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Workers;

/// <summary>The worker program and the lines it is spoken to with.</summary>
[Category("Live")]
public sealed class ParkingWorkerTests
{
    private static readonly WorkerOptions Options = new() { Timeout = TimeSpan.FromMinutes(1) };

    [SetUp]
    public void RequireWorker() => _ = TestProgram.Worker();

    [Test]
    public void The_kernel_counts_the_threads_that_the_worker_says_it_made()
    {
        using var worker = Start(new ParkPlan());

        var growth = worker.Grow(40);

        growth.End.Should().Be(GrowthEnd.Max);
        growth.Count.Should().Be(40);
        worker.Created.Should().Be(40);
        PidStatus.Read(ProcRoot.System, worker.Process.Pid).Threads.Should().Be(41, "the worker's own thread is there as well");
    }

    [Test]
    public void Growth_goes_on_from_the_threads_that_are_there()
    {
        using var worker = Start(new ParkPlan());

        _ = worker.Grow(10);
        var second = worker.Grow(25);

        second.Count.Should().Be(25);
        worker.Grow(5).Count.Should().Be(25, "a group never shrinks");
    }

    [Test]
    public void No_thread_is_made_below_the_floor_of_memory()
    {
        using var worker = Start(new ParkPlan());
        var everything = Meminfo.Read(ProcRoot.System).MemTotal;

        var growth = worker.TryGrow(100, everything)!;

        growth.End.Should().Be(GrowthEnd.Floor);
        growth.Count.Should().Be(0);
    }

    [Test]
    public void A_stack_that_the_C_library_refuses_is_an_error()
    {
        var start = () => Start(new ParkPlan { StackSize = new ByteSize(4096) });

        start.Should().Throw<SyscallException>().WithMessage("*4096 B of stack*").Which.Errno.Should().Be(Errno.EINVAL);
    }

    [Test]
    public void Resident_stack_grows_by_what_each_thread_writes_to()
    {
        using var idle = Start(new ParkPlan { StackSize = new ByteSize(1 << 20) });
        using var busy = Start(new ParkPlan { StackSize = new ByteSize(1 << 20), TouchBytes = new ByteSize(256 << 10) });
        _ = idle.Grow(16);
        _ = busy.Grow(16);

        var difference = Resident(busy) - Resident(idle);

        difference.Should().BeInRange(16 * (256L << 10) - (16 * 4096), 16 * ((256L << 10) + 4096));
    }

    [Test]
    public void Carved_stacks_share_one_mapping()
    {
        using var worker = Start(new ParkPlan { StackSize = new ByteSize(64 << 10), Flags = ShimConstants.ParkCarved });
        var before = MappingsOf(worker);

        _ = worker.TryGrow(200, stride: 200);

        var after = MappingsOf(worker);
        (after - before).Should().BeInRange(1, 3, "an area, and the group's own memory");
    }

    [TestCase("dance", "what? dance")]
    [TestCase("park", "what? park")]
    [TestCase("park a b c d e", "what? a")]
    [TestCase("grow 1 0 1", "what? grow")]
    [TestCase("", "what? ")]
    public void A_line_it_does_not_understand_is_answered_so(string line, string answer)
    {
        using var worker = WorkerProcess.Start(Options, CancellationToken.None);

        string.Join(' ', worker.TryAsk(line)!).Should().Be(answer);
    }

    [Test]
    public void An_unexpected_answer_is_an_error_that_quotes_both()
    {
        using var worker = WorkerProcess.Start(Options, CancellationToken.None);

        var ask = () => worker.Ask("dance", "danced", 1)[0];

        ask.Should().Throw<MeasurementAbortedException>().WithMessage("*'dance'*'what? dance'*");
    }

    [Test]
    public void An_interrupt_is_for_the_parent_to_act_on()
    {
        using var worker = Start(new ParkPlan());

        TestProgram.Run("sh", "-c", $"kill -INT {worker.Process.Pid}");

        worker.Grow(3).Count.Should().Be(3);
    }

    [Test]
    public void The_end_of_input_ends_it_in_the_middle_of_a_command()
    {
        using var process = TestProgram.Start(TestProgram.Worker(), "60", "0");
        process.StandardOutput.ReadLine().Should().StartWith("ready ");

        // One stride, so that the worker itself looks at its input at the beginning only.
        process.StandardInput.Write("park 65536 -1 0 0 -1\ngrow 5000 0 5000\n");
        process.StandardInput.Flush();
        process.StandardOutput.ReadLine().Should().Be("parked 0");
        TestProgram.WaitUntil(() => PidStatus.Read(ProcRoot.System, new Pid(process.Id)).Threads > 10, "threads are being made");
        process.StandardInput.Close();

        process.WaitForExit(TimeSpan.FromSeconds(20)).Should().BeTrue();
        process.StandardOutput.ReadToEnd().Should().BeEmpty();
    }

    [Test]
    public void Disposal_leaves_no_process()
    {
        Pid pid;
        using (var worker = Start(new ParkPlan()))
        {
            pid = worker.Process.Pid;
            _ = worker.Grow(20);
        }

        ProcRoot.System.Exists($"proc/{pid}").Should().BeFalse();
    }

    [Test]
    public void What_it_inherits_is_added_to()
    {
        using var worker = WorkerProcess.Start(
            Options with { Environment = new Dictionary<string, string> { ["LINUXTHREADS_TEST"] = "here" } }, CancellationToken.None);

        var environment = System.Text.Encoding.UTF8.GetString(ProcRoot.System.ReadAllBytes($"proc/{worker.Pid}/environ")).Split('\0');

        environment.Should().Contain("LINUXTHREADS_TEST=here").And.Contain(word => word.StartsWith("PATH="));
    }

    private static ParkingWorker Start(ParkPlan plan) => ParkingWorker.Start(Options, plan, CancellationToken.None);

    private static int MappingsOf(ParkingWorker worker) =>
        ProcRoot.System.ReadAllBytes($"proc/{worker.Process.Pid}/maps").Count(character => character == '\n');

    private static long Resident(ParkingWorker worker) => long.Parse(worker.Process.Ask("resident", "resident", 2)[0]);
}
