using LinuxThreads.Interop;
using LinuxThreads.Native;
using LinuxThreads.Procfs;
using LinuxThreads.Tests.Limits;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Workers;

/// <summary>What the worker makes of the commands for large groups.</summary>
[Category("Live")]
public sealed class RingVerbTests
{
    private WorkerProcess _process = null!;

    [SetUp]
    public void Start()
    {
        _ = TestProgram.Worker();
        _process = WorkerProcess.Start(new WorkerOptions { Timeout = TimeSpan.FromMinutes(1), ResultBytes = 80 }, CancellationToken.None);
    }

    [TearDown]
    public void End() => _process?.Dispose();

    [TestCase("build 10 0 5")]
    [TestCase("pin 0")]
    [TestCase("pass 1 0 parking 0")]
    public void Without_a_group_they_are_not_understood(string command) => Answer(command).Should().Be($"what? {command.Split(' ')[0]}");

    [TestCase("build 10 0", "what? build")]
    [TestCase("build 10 0 0", "what? build")]
    [TestCase("build ten 0 5", "what? ten")]
    [TestCase("pin", "what? pin")]
    [TestCase("pin -1", "what? -1")]
    [TestCase("pin 1.5", "what? 1.5")]
    [TestCase("pass 1 0 parking", "what? pass")]
    [TestCase("pass 1 0 backwards 0", "what? pass")]
    [TestCase("pass 0 0 parking 0", "what? pass")]
    [TestCase("pass 11 0 parking 0", "what? pass", Description = "no room for so many laps")]
    [TestCase("pass 1 -1 parking 0", "what? pass")]
    [TestCase("pass x 0 parking 0", "what? x")]
    [TestCase("pass 1 0 parking 0", "passed 0 0 0 0 0 0 0 0 22", Description = "EINVAL: a token needs two threads")]
    public void What_makes_no_sense_is_answered_so(string command, string answer)
    {
        Park();

        Answer(command).Should().Be(answer);
    }

    [Test]
    public void One_growth_makes_all_threads()
    {
        Park();

        _process.TryAsk("build 50 0 7").Should().StartWith(["grown", "50", "max", "0"]);
        _process.Created.Should().Be(50);
        Answer("build 50 0 7").Should().Be("grown 50 max 0 0");
    }

    [Test]
    public void A_floor_above_all_memory_ends_a_growth_before_its_first_thread()
    {
        Park();

        _process.TryAsk($"build 50 {1L << 60} 7").Should().StartWith(["grown", "0", "floor", "0"]);
    }

    [Test]
    public void Both_orders_reach_every_thread_in_every_lap()
    {
        Park();
        _ = _process.TryAsk("build 50 0 50");

        foreach (var order in (string[])["parking", "random"])
        {
            _process.TryAsk($"pass 10 2 {order} 7").Should().StartWith(["passed", "10", "500"]).And.EndWith("0");
            var laps = new long[10];
            _process.CopyResults(0, laps);
            laps.Should().OnlyContain(lap => lap > 0);
        }
    }

    [Test]
    public void Pinned_threads_may_run_on_that_CPU_only()
    {
        var cpu = CpuSet.OfCurrentThread().First();
        Park();
        _ = _process.TryAsk("build 3 0 5");

        Answer($"pin {cpu}").Should().Be("pinned 0");

        ProcRoot.System.TryReadTids(_process.Pid, out var tids).Should().BeTrue();
        tids!.Where(tid => tid.Value != _process.Pid.Value).Select(tid => Allowed(tid)).Should().HaveCount(3).And.OnlyContain(list => list == $"{cpu}");
    }

    [Test]
    public void A_CPU_that_is_not_there_is_refused()
    {
        Park();
        _ = _process.TryAsk("build 3 0 5");

        Answer("pin 1000").Should().Be("pinned 22");
    }

    [Test]
    public void Joined_threads_are_gone()
    {
        Park();
        _ = _process.TryAsk("build 20 0 5");

        _process.TryAsk("join").Should().StartWith("joined").And.EndWith("0");
        TestProgram.WaitUntil(() => ProcRoot.System.TryReadTids(_process.Pid, out var tids) && tids.Count == 1, "only the first thread is left");
    }

    [Test]
    public void The_futex_hash_is_told_or_why_not() => Answer("futex-hash").Should().MatchRegex(@"^futex-hash (\d+ 0|0 \d+)$");

    private string Allowed(Tid tid) => File.ReadAllLines($"/proc/{_process.Pid}/task/{tid}/status").Single(line => line.StartsWith("Cpus_allowed_list:")).Split('\t')[1];

    private void Park() => Answer($"park 0 -1 0 {ShimConstants.ParkRing} -1").Should().Be("parked 0");

    private string Answer(string command) => string.Join(' ', _process.TryAsk(command)!);
}
