using LinuxThreads.Headroom;
using LinuxThreads.Limits;
using LinuxThreads.Procfs;
using LinuxThreads.Workers;

namespace LinuxThreads.Tests.Limits;

/// <summary>Each limit set up for real, predicted, and run into by a child.</summary>
[Category("Live")]
[NonParallelizable]
public sealed class ProveTests
{
    private const int OrdinaryUser = 61_234;

    [Test]
    public void The_lower_pids_max_of_a_parent_cgroup_binds()
    {
        using var parent = TestCgroup.Create("pids");
        using var child = parent.CreateChild("child");
        parent.Write("pids.max", "300");
        child.Write("pids.max", "600");

        var result = Prove(new ProvePlan { Prepare = child.Add });

        Named(result, LimitName.PidsMax, Errno.EAGAIN);
        result.Limit!.Scope.Should().Be(parent.Scope);
        result.Before.Binding!.Scope.Should().Be(parent.Scope);
        result.ThreadsCreated.Should().Be(299, "the first thread of the child counts as well");
        result.Evidence.Should().Contain(sentence => sentence.Contains("pids.events max grew by 1."));
    }

    [Test]
    public void Rlimit_nproc_stops_an_ordinary_user()
    {
        TestProgram.Require("prlimit");
        if (TestProgram.IsRoot)
        {
            TestProgram.Require("setpriv");
            using var copy = new ReadableWorker();
            var result = Prove(new ProvePlan
            {
                Command = new WorkerCommand(
                    "setpriv",
                    [$"--reuid={OrdinaryUser}", $"--regid={OrdinaryUser}", "--clear-groups", "prlimit", "--nproc=200:200", copy.Path]),
            });

            Named(result, LimitName.RlimitNproc, Errno.EAGAIN);
            result.ThreadsCreated.Should().Be(199, "nobody else runs as this user");
        }
        else
        {
            var used = ThreadLimits.Inspect(new LimitPlan { Cost = ThreadCost.Unknown(ThreadKind.Pthread, null, "not needed", null) })
                .Checks.Single(check => check.Name == LimitName.RlimitNproc).Current!.Value;
            Named(Prove(new ProvePlan { Command = TestProgram.Around("prlimit", $"--nproc={used + 200}") }), LimitName.RlimitNproc, Errno.EAGAIN);
        }
    }

    [Test]
    public void Rlimit_nproc_does_not_stop_root()
    {
        TestProgram.RequireRoot("shows that root is exempt");
        TestProgram.Require("prlimit");
        var result = Prove(new ProvePlan { Command = TestProgram.Around("prlimit", "--nproc=1:1"), Max = 100 });

        result.EndedBy.Should().Be(ProveEnd.Max);
        result.Before.Checks.Single(check => check.Name == LimitName.RlimitNproc).Enforced.Should().BeFalse();
    }

    [Test]
    public void Rlimit_as_binds()
    {
        TestProgram.Require("prlimit");
        var result = Prove(new ProvePlan { Command = TestProgram.Around("prlimit", $"--as={4L << 30}"), StackSize = new ByteSize(8 << 20) });

        Named(result, LimitName.RlimitAs, Errno.EAGAIN);
    }

    [Test]
    public void Rlimit_data_binds()
    {
        TestProgram.Require("prlimit");
        var result = Prove(new ProvePlan { Command = TestProgram.Around("prlimit", $"--data={1L << 30}"), StackSize = new ByteSize(2 << 20) });

        Named(result, LimitName.RlimitData, Errno.EAGAIN);
    }

    [Test]
    public void A_lowered_max_map_count_binds()
    {
        using var lowered = new TestSysctl("vm/max_map_count", 20_000);
        var result = Prove(new ProvePlan { StackSize = new ByteSize(64 << 10) });

        Named(result, LimitName.MaxMapCount, Errno.EAGAIN);
    }

    [Test]
    public void A_lowered_pid_max_binds_in_a_pid_namespace()
    {
        TestProgram.RequireRoot("makes a pid namespace");
        TestProgram.Require("unshare");
        var output = TestProgram.Run(
            "unshare", "--pid", "--fork", "--mount-proc", "--kill-child", "sh", "-c",
            $"echo 1500 > /proc/sys/kernel/pid_max && exec {string.Join(' ', TestProgram.Host("prove", "5000"))}");
        if (File.ReadAllText("/proc/sys/kernel/pid_max").Trim() == "1500")
        {
            File.WriteAllText("/proc/sys/kernel/pid_max", "32768");
            Assert.Ignore("this kernel has one pid_max for all pid namespaces (before Linux 6.14)");
        }

        var words = output.Split(' ');
        words[2..].Should().Equal("Errno", "EAGAIN", "PidMax", "PidMax");
        Near(long.Parse(words[0]), long.Parse(words[1]), 0.01);
    }

    [Test]
    public void A_memory_cgroup_answers_with_the_OOM_killer()
    {
        using var cgroup = TestCgroup.Create("memory");
        cgroup.Write(cgroup.Version == CgroupVersion.V1 ? "memory.limit_in_bytes" : "memory.max", $"{96 << 20}");

        var result = Prove(new ProvePlan { Prepare = cgroup.Add });

        result.EndedBy.Should().Be(ProveEnd.OomKill, string.Join(' ', result.Evidence));
        result.Errno.Should().BeNull();
        result.Limit!.Name.Should().Be(LimitName.MemoryMax);
        result.Limit.Scope.Should().Be(cgroup.Scope);
        result.Before.Binding!.Name.Should().Be(LimitName.MemoryMax);
        Near(result.Predicted!.Value, result.ThreadsCreated, 0.03);
    }

    [Test]
    public void Dotnet_threads_run_into_the_same_limit()
    {
        using var cgroup = TestCgroup.Create("pids");
        cgroup.Write("pids.max", "400");

        var host = TestProgram.Host("worker");
        var result = Prove(new ProvePlan { Kind = ThreadKind.DotnetThread, Command = new WorkerCommand(host[0], host[1..]), Prepare = cgroup.Add });

        Named(result, LimitName.PidsMax, Errno.EAGAIN);
        result.Before.Cost.Mappings.Should().BeGreaterThan(2, "a .NET thread has a signal stack of its own");
    }

    private static ProveResult Prove(ProvePlan plan)
    {
        _ = TestProgram.Worker();
        var result = LimitProver.Prove(plan with { Max = Math.Min(plan.Max, 30_000) });
        TestContext.Out.WriteLine(
            $"predicted {result.Predicted} by {result.Before.Binding}, created {result.ThreadsCreated}, ended by {result.EndedBy} {result.Errno}, {result.Limit}; " +
            $"cost {result.Before.Cost}; {string.Join(' ', result.Evidence)}");
        return result;
    }

    private static void Named(ProveResult result, LimitName name, Errno errno)
    {
        result.EndedBy.Should().Be(ProveEnd.Errno);
        result.Errno.Should().Be(errno);
        result.Before.Binding!.Name.Should().Be(name, "that is the prediction");
        result.Limit!.Name.Should().Be(name, string.Join(' ', result.Evidence));
        Near(result.Predicted!.Value, result.ThreadsCreated, 0.01);
    }

    private static void Near(long predicted, long created, double tolerance) =>
        Math.Abs(predicted - created).Should().BeLessThanOrEqualTo(
            (long)Math.Max(2, tolerance * created), $"{predicted} were predicted and {created} were created");

    /// <summary>A copy of the program where every user may start it.</summary>
    private sealed class ReadableWorker : IDisposable
    {
        private readonly string _directory = Directory.CreateTempSubdirectory("linuxthreads-").FullName;

        public ReadableWorker()
        {
            const UnixFileMode everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            Path = System.IO.Path.Combine(_directory, "linuxthreads-worker");
            File.Copy(TestProgram.Worker(), Path);
            File.SetUnixFileMode(Path, everybody);
            File.SetUnixFileMode(_directory, everybody);
        }

        public string Path { get; }

        public void Dispose() => Directory.Delete(_directory, recursive: true);
    }
}
