using LinuxThreads.Headroom;

namespace LinuxThreads.Tests.Headroom;

public sealed class TaskCheckTests
{
    private static readonly ThreadCost Cost = ThreadCost.Unknown(ThreadKind.Pthread, null, "not needed.", null);

    private TestTree _tree;

    [SetUp]
    public void MakeTree()
    {
        _tree = new TestTree();
        _tree.Write("proc/42/limits", TestTree.Limits(nproc: "100"));
    }

    [TearDown]
    public void RemoveTree() => _tree.Dispose();

    [Test]
    public void The_threads_of_all_processes_of_the_user_count()
    {
        _tree.Process(50, uid: 1000, threads: 7);
        _tree.Process(60, uid: 1001, threads: 20);

        UserTasks().Current.Should().Be(12);
        UserTasks().ThreadsUntilHit.Should().Be(88);
        UserTasks().Enforced.Should().BeTrue();
    }

    [Test]
    public void Threads_of_the_same_user_number_in_another_user_namespace_do_not_count()
    {
        _tree.Process(50, uid: 1000, threads: 7, userNamespace: "user:[4026532000]");

        UserTasks().Current.Should().Be(5);
    }

    [Test]
    public void Threads_whose_user_namespace_is_hidden_count_and_are_mentioned()
    {
        _tree.Process(50, uid: 1000, threads: 7, userNamespace: null);

        UserTasks().Current.Should().Be(12);
        UserTasks().Why.Should().Contain("7 tasks");
    }

    [TestCase(0u, 0UL, TestTree.InitialUser, false, Description = "root of the first user namespace")]
    [TestCase(0u, 0UL, "user:[4026532000]", null, Description = "root of a nested one may be anybody")]
    [TestCase(1000u, 1UL << 24, TestTree.InitialUser, false, Description = "CAP_SYS_RESOURCE")]
    [TestCase(1000u, 1UL << 21, TestTree.InitialUser, false, Description = "CAP_SYS_ADMIN")]
    [TestCase(1000u, 1UL << 23, TestTree.InitialUser, true, Description = "CAP_SYS_NICE")]
    [TestCase(1000u, 1UL << 24, "user:[4026532000]", true, Description = "CAP_SYS_RESOURCE of a nested namespace")]
    [TestCase(1000u, 0UL, null, null, Description = "a hidden namespace")]
    public void Who_is_exempt(uint uid, ulong capEff, string? userNamespace, bool? enforced)
    {
        using var tree = new TestTree();
        File.Delete(tree.Root.Resolve("proc/42/ns/user"));
        tree.Process(TestTree.Pid, uid, 5, userNamespace, capEff);

        Inspect(tree).Single(check => check.Name == LimitName.RlimitNproc).Enforced.Should().Be(enforced);
    }

    [Test]
    public void After_the_first_wrap_around_ids_start_at_300()
    {
        _tree.Process(50, uid: 0, threads: 3);
        _tree.Process(900, uid: 0, threads: 10);
        var check = PidMax();

        check.Limit.Should().Be(RlimitValue.Limited(32768 - 300));
        check.Current.Should().Be(10, "ids below 300 are not among those given out again");
        check.ThreadsUntilHit.Should().Be(32768 - 300 - 10);
    }

    [Test]
    public void A_thread_above_300_of_a_process_below_it_counts()
    {
        _tree.Process(50, uid: 0, threads: 3);
        _tree.Directory("proc/50/task/700");
        _tree.Write("proc/50/status", File.ReadAllText(_tree.Root.Resolve("proc/50/status")).Replace("Threads:\t3", "Threads:\t4"));

        PidMax().Current.Should().Be(1);
    }

    [Test]
    public void In_a_young_pid_namespace_the_ids_from_the_last_one_up_are_left()
    {
        _tree.Write("proc/loadavg", "0.10 0.20 0.30 1/200 49\n");
        _tree.Write("proc/sys/kernel/pid_max", "1500\n");

        PidMax().ThreadsUntilHit.Should().Be(1450);
    }

    [Test]
    public void The_pid_max_of_parent_namespaces_is_unreadable_not_absent()
    {
        _tree.Link("proc/self/ns/pid", "pid:[4026532001]");

        Inspect(_tree).Where(check => check.Name == LimitName.PidMax).Select(check => (check.Scope, check.Readable))
            .Should().Equal(("pid namespace", true), ("parent pid namespaces", false));
    }

    [Test]
    public void The_pid_max_of_a_namespace_below_is_unreadable_not_absent()
    {
        _tree.Process(TestTree.Pid, uid: 1000, threads: 5, nsPid: "1");

        Inspect(_tree).Where(check => check.Name == LimitName.PidMax).Select(check => check.Readable).Should().Equal(true, false);
    }

    [Test]
    public void No_filter_and_a_kernel_that_takes_clone3_let_threads_pass()
    {
        Seccomp(mode: 0, Errno.EPERM, new Version(2, 36)).Enforced.Should().BeFalse("there is no filter, so the probe says nothing");
        Seccomp(mode: 2, Errno.EINVAL, new Version(2, 36)).Enforced.Should().BeFalse();
        Seccomp(mode: 2, Errno.ENOSYS, new Version(2, 36)).Enforced.Should().BeFalse();
    }

    [Test]
    public void A_filter_that_answers_EPERM_stops_a_glibc_that_calls_clone3()
    {
        var check = Seccomp(mode: 2, Errno.EPERM, new Version(2, 34));

        check.IsExhausted.Should().BeTrue();
        check.Errno.Should().Be(Errno.EPERM);
        Seccomp(mode: 2, Errno.EPERM, new Version(2, 33)).Enforced.Should().BeFalse();
        Seccomp(mode: 2, Errno.EPERM, null).Enforced.Should().BeFalse();
    }

    [Test]
    public void The_filter_of_another_process_cannot_be_tried()
    {
        _tree.Process(TestTree.Pid, uid: 1000, threads: 5, seccomp: 2);

        var check = Inspect(_tree).Single(check => check.Name == LimitName.SeccompClone3);
        check.Readable.Should().BeFalse();
        check.Why.Should().Contain("only the process itself");
    }

    [Test]
    [Category("Live")]
    public void The_kernel_or_its_filter_answers_the_probe() =>
        CallChecks.ProbeClone3().Should().BeOneOf(Errno.EINVAL, Errno.ENOSYS, Errno.EPERM);

    private LimitCheck UserTasks() => Inspect(_tree).Single(check => check.Name == LimitName.RlimitNproc);

    private LimitCheck PidMax() => Inspect(_tree).Single(check => check.Name == LimitName.PidMax);

    // The process is this one as far as the probe is concerned.
    private static LimitCheck Seccomp(int mode, Errno answer, Version? glibc)
    {
        using var tree = new TestTree();
        tree.Process(Environment.ProcessId, uid: 1000, threads: 1, seccomp: mode);
        return CallChecks.Seccomp(new LimitContext(tree.Root, Pid.Current, Cost, 4096), () => answer, glibc);
    }

    private static IReadOnlyList<LimitCheck> Inspect(TestTree tree) =>
        LimitInspector.Inspect(tree.Root, new Pid(TestTree.Pid), Cost, 4096, 16384, () => Errno.EINVAL, new Version(2, 36)).Checks;
}
