using LinuxThreads.Headroom;
using LinuxThreads.Limits;
using LinuxThreads.Native;
using LinuxThreads.Procfs;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Limits;

[Category("Live")]
[NonParallelizable]
public sealed class ThreadLimitsTests
{
    private static readonly ThreadCost Unmeasured = ThreadCost.Unknown(ThreadKind.Pthread, null, "not needed.", null);

    [Test]
    public void A_pthread_takes_its_stack_and_a_guard()
    {
        _ = TestProgram.Worker();
        var cost = ThreadCostMeter.Measure(ThreadKind.Pthread, new ByteSize(256 << 10));

        cost.MeasuredThreads.Should().BeGreaterThan(0);
        cost.Mappings.Should().BeApproximately(2, 1.01, "2 with a guard of its own, 1 where guards are light (glibc 2.42)");
        cost.AddressSpaceBytes.Should().BeInRange(256 << 10, (256 << 10) + (64 << 10));
        cost.PrivateWritableBytes.Should().BeInRange(256 << 10, cost.AddressSpaceBytes!.Value);
        cost.MemoryBytes.Should().BeInRange(16 << 10, 256 << 10, "a kernel stack at least");
    }

    [Test]
    public void A_dotnet_thread_takes_more_mappings_than_its_stack()
    {
        // In a process of its own: what the tests' heap gives back meanwhile would pass for threads that take little.
        var host = TestProgram.Host("worker");
        var cost = ThreadCostMeter.Measure(ThreadKind.DotnetThread, new ByteSize(1 << 20), new WorkerCommand(host[0], host[1..]));

        cost.Mappings.Should().BeGreaterThan(2.5, "it has an alternate signal stack, too");
        cost.AddressSpaceBytes.Should().BeGreaterThan(1 << 20);
        cost.MemoryBytes.Should().BeGreaterThan(16 << 10);
    }

    [Test]
    public void Measuring_leaves_no_thread_behind()
    {
        var before = Threads();
        _ = ThreadCostMeter.Measure(ThreadKind.DotnetThread, new ByteSize(1 << 20));

        TestProgram.WaitUntil(() => Threads() <= before + 8, "the measured threads are gone; the runtime may have started some of its own");
    }

    [Test]
    public void This_process_has_a_limit_that_binds()
    {
        var inspection = ThreadLimits.Inspect();

        inspection.Cost.Kind.Should().Be(ThreadKind.DotnetThread);
        inspection.Binding.Should().NotBeNull();
        inspection.Binding!.ThreadsUntilHit.Should().BeGreaterThan(0);
        inspection.Checks.Should().OnlyContain(check => check.Readable || check.Why != null);
    }

    [Test]
    public void Another_process_has_limits_of_its_own()
    {
        TestProgram.Require("prlimit");
        using var sleeper = TestProgram.Start("prlimit", $"--as={1L << 40}", "sleep", "60");
        try
        {
            TestProgram.WaitUntil(() => Read(sleeper.Id)?.Value == 1UL << 40, "the limit is set");
        }
        finally
        {
            sleeper.Kill();
        }

        static RlimitValue? Read(int pid) => ThreadLimits.Inspect(new LimitPlan { Pid = new Pid(pid), Cost = Unmeasured })
            .Checks.Single(check => check.Name == LimitName.RlimitAs).Limit is { IsUnlimited: false } limit ? limit : null;
    }

    [Test]
    public void A_process_that_is_not_there_is_an_error()
    {
        var inspect = () => ThreadLimits.Inspect(new LimitPlan { Pid = new Pid(int.MaxValue), Cost = Unmeasured });

        inspect.Should().Throw<SyscallException>();
    }

    [Test]
    public void A_refused_native_thread_names_the_limit()
    {
        var start = () => NativeThread.Start(new NativeThreadOptions { StackSize = new ByteSize(1L << 46) }, static () => { });

        start.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.EAGAIN);
    }

    [TestCase("refuse", Description = "new Thread().Start() throws OutOfMemoryException")]
    [TestCase("refuse-native", Description = "NativeThread.Start throws SyscallException")]
    [TestCase("refuse-named", Description = "NativeThread.Start with a name, which a thread of the runtime creates")]
    public void A_thread_refused_by_a_cgroup_says_so(string verb)
    {
        using var cgroup = TestCgroup.Create("pids");
        cgroup.Write("pids.max", "150");

        var host = string.Join(' ', TestProgram.Host(verb));
        var said = TestProgram.Run("sh", "-c", $"echo $$ > {cgroup.Path}/cgroup.procs && exec {host}");

        said.Should().Contain($"pids.max of {cgroup.Scope}: 150 of 150 tasks").And.Contain($"echo N > {cgroup.Path}/pids.max");
    }

    private static int Threads() => ProcRoot.System.TryReadTids(Pid.Current, out var tids) ? tids.Count : 0;
}
