using LinuxThreads.Headroom;
using LinuxThreads.Limits;
using LinuxThreads.Procfs;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Limits;

/// <summary>Where a proof stops before any limit does, and what is left of it: nothing.</summary>
[Category("Live")]
[NonParallelizable]
public sealed class ProverTests
{
    [SetUp]
    public void RequireWorker() => _ = TestProgram.Worker();

    [Test]
    public void A_proof_stops_at_its_maximum()
    {
        var result = LimitProver.Prove(new ProvePlan { Max = 333 });

        result.EndedBy.Should().Be(ProveEnd.Max);
        result.ThreadsCreated.Should().Be(333);
        result.Errno.Should().BeNull();
        result.Limit.Should().BeNull();
    }

    [TestCase(1)]
    [TestCase(7)]
    public void Measuring_what_a_thread_costs_makes_no_more_than_the_maximum(int max) =>
        LimitProver.Prove(new ProvePlan { Max = max }).ThreadsCreated.Should().Be(max);

    [Test]
    public void A_proof_stops_at_the_floor_of_memory_before_it_makes_a_thread()
    {
        var everything = Meminfo.Read(ProcRoot.System).MemTotal;
        var result = LimitProver.Prove(new ProvePlan { Max = 1000, Floor = everything });

        result.EndedBy.Should().Be(ProveEnd.Floor);
        result.ThreadsCreated.Should().Be(0);
    }

    [Test]
    public void A_proof_stops_when_its_time_is_over()
    {
        // A child that says it is ready, with a count of 0 to be read, and then nothing more.
        using var directory = new TemporaryDirectory();
        var page = Path.Combine(directory.Path, "page");
        File.WriteAllBytes(page, new byte[sizeof(long)]);
        var result = LimitProver.Prove(new ProvePlan
        {
            Timeout = TimeSpan.FromSeconds(1),
            Floor = Meminfo.Read(ProcRoot.System).MemTotal,
            Command = new WorkerCommand("sh", ["-c", "exec 5<> \"$0\"; echo ready 5; read line; echo parked 0; exec sleep 60", page]),
        });

        result.EndedBy.Should().Be(ProveEnd.Timeout);
    }

    [Test]
    public void A_child_that_ends_at_once_is_an_error_with_its_words()
    {
        var prove = () => LimitProver.Prove(new ProvePlan { Command = new WorkerCommand("sh", ["-c", "echo broken >&2"]) });

        prove.Should().Throw<MeasurementAbortedException>().WithMessage("*It said: broken*");
    }

    [Test]
    public void A_child_that_aborts_is_reported_with_its_words()
    {
        using var directory = new TemporaryDirectory();
        var page = Path.Combine(directory.Path, "page");
        File.WriteAllBytes(page, [7, 0, 0, 0, 0, 0, 0, 0]);
        var result = LimitProver.Prove(new ProvePlan
        {
            Floor = Meminfo.Read(ProcRoot.System).MemTotal,
            Command = new WorkerCommand("sh", ["-c", "exec 5<> \"$0\"; echo ready 5; read line; echo parked 0; read line; echo no more memory >&2; kill -ABRT $$", page]),
        });

        result.EndedBy.Should().Be(ProveEnd.Killed);
        result.ThreadsCreated.Should().Be(7);
        result.Evidence.Should().Equal("The process was ended by signal 6, and no OOM counter of the kernel grew.", "It said: no more memory");
    }

    [Test]
    public void A_child_that_cannot_be_started_is_an_error()
    {
        var prove = () => LimitProver.Prove(new ProvePlan { Command = new WorkerCommand("/nonexistent/prover", []) });

        prove.Should().Throw<MeasurementAbortedException>().WithMessage("*/nonexistent/prover*");
    }

    [Test]
    public void Dotnet_threads_need_a_dotnet_program()
    {
        var prove = () => LimitProver.Prove(new ProvePlan { Kind = ThreadKind.DotnetThread });

        prove.Should().Throw<MeasurementAbortedException>().WithMessage("*WorkerHost.Run*");
    }

    [Test]
    public void A_cancelled_proof_leaves_no_child()
    {
        using var cancellation = new CancellationTokenSource();
        Pid child = default;
        var prove = () => LimitProver.Prove(
            new ProvePlan
            {
                Max = 100,
                Prepare = pid =>
                {
                    child = pid;
                    cancellation.Cancel();
                },
            },
            cancellation.Token);

        prove.Should().Throw<OperationCanceledException>();
        ProcRoot.System.Exists($"proc/{child}").Should().BeFalse();
    }

    [Test]
    public void A_stack_too_small_for_the_C_library_is_an_error()
    {
        var prove = () => LimitProver.Prove(new ProvePlan { StackSize = new ByteSize(4096) });

        prove.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.EINVAL);
    }

    [Test]
    public void The_child_is_gone_when_the_proof_is_done()
    {
        Pid child = default;
        _ = LimitProver.Prove(new ProvePlan { Max = 50, Prepare = pid => child = pid });

        ProcRoot.System.Exists($"proc/{child}").Should().BeFalse();
    }

    [Test]
    public void The_child_is_gone_when_its_parent_is_killed()
    {
        using var host = TestProgram.Start(TestProgram.Host("hold", "200"));
        var words = host.StandardOutput.ReadLine()!.Split(' ');
        words[1].Should().Be("200");
        ProcRoot.System.Exists($"proc/{words[0]}").Should().BeTrue();

        host.Kill();
        host.WaitForExit();

        TestProgram.WaitUntil(() => IsGone(words[0]), "the child ends with its parent");
    }

    [Test]
    public void A_dotnet_child_is_gone_when_its_input_ends()
    {
        using var child = TestProgram.Start(TestProgram.Host("worker", "dotnet-threads", "60", "0"));
        child.StandardOutput.ReadLine().Should().StartWith("ready ");
        child.StandardInput.Write("park 0 -1 0 0 -1\ngrow 50 0 32\n");
        child.StandardInput.Flush();
        child.StandardOutput.ReadLine().Should().Be("parked 0");
        child.StandardOutput.ReadLine().Should().Be("grown 50 max 0 0");

        child.StandardInput.Close();

        child.WaitForExit(TimeSpan.FromSeconds(10)).Should().BeTrue();
    }

    [Test]
    public void A_child_that_is_killed_leaves_its_count()
    {
        using var child = WorkerGrower.Start(ThreadKind.Pthread, null, null, TimeSpan.FromSeconds(30), CancellationToken.None);
        child.Grow(123).Should().BeNull();
        TestProgram.Run("sh", "-c", $"kill -9 {child.Pid}");

        child.Prove(1000, ByteSize.Zero).Should().BeNull();
        child.Process.WaitForDeath().Should().Be(9);
        child.Created.Should().Be(123);
    }

    [Test]
    public void A_program_without_its_executable_bit_starts_all_the_same()
    {
        using var directory = new TemporaryDirectory();
        var copy = Path.Combine(directory.Path, "linuxthreads-worker");
        File.Copy(TestProgram.Worker(), copy);
        File.SetUnixFileMode(copy, UnixFileMode.UserRead);

        using var program = WorkerFile.At(copy);
        using var child = WorkerGrower.Start(ThreadKind.Pthread, null, new WorkerCommand(program.Path, []), TimeSpan.FromSeconds(30), CancellationToken.None);

        program.Path.Should().StartWith("/proc/self/fd/");
        child.Grow(3).Should().BeNull();
        child.Created.Should().Be(3);
    }

    // Zombies of an adopted child stay until init reaps them; its threads are gone all the same.
    private static bool IsGone(string pid) =>
        !PidStatus.TryRead(ProcRoot.System, new Pid(int.Parse(pid)), out var status) || status.State.Letter == 'Z';
}
