using LinuxThreads.Headroom;

namespace LinuxThreads.Tests.Headroom;

public sealed class LimitInspectorTests
{
    private static readonly ThreadCost Cost = new()
    {
        Kind = ThreadKind.Pthread,
        Mappings = 2,
        AddressSpaceBytes = 1 << 20,
        PrivateWritableBytes = 1 << 19,
        MemoryBytes = 1 << 15,
    };

    private TestTree _tree;

    [SetUp]
    public void MakeTree() => _tree = new TestTree();

    [TearDown]
    public void RemoveTree() => _tree.Dispose();

    [Test]
    public void Every_limit_of_the_design_is_there_in_its_order() =>
        Inspect().Checks.Select(check => check.Name).Distinct().Should().Equal(Enum.GetValues<LimitName>());

    [Test]
    public void A_limit_leaves_as_many_threads_as_fit()
    {
        var check = Check(LimitName.ThreadsMax);

        check.Limit.Should().Be(RlimitValue.Limited(1200));
        check.Current.Should().Be(200);
        check.ThreadsUntilHit.Should().Be(1000);
    }

    [Test]
    public void A_use_above_the_limit_leaves_no_threads_and_not_a_negative_number()
    {
        _tree.Write("proc/sys/kernel/threads-max", "100\n");

        Check(LimitName.ThreadsMax).ThreadsUntilHit.Should().Be(0);
        Check(LimitName.ThreadsMax).IsExhausted.Should().BeTrue();
    }

    [Test]
    public void The_gate_page_is_no_mapping_of_the_process()
    {
        var check = Check(LimitName.MaxMapCount);

        check.Current.Should().Be(2);
        check.ThreadsUntilHit.Should().Be(50);
    }

    [Test]
    public void A_half_thread_does_not_fit()
    {
        _tree.Write("proc/sys/vm/max_map_count", "103\n");

        Check(LimitName.MaxMapCount).ThreadsUntilHit.Should().Be(50);
    }

    [Test]
    public void An_unknown_cost_leaves_an_unknown_number_of_threads()
    {
        var check = Inspect(ThreadCost.Unknown(ThreadKind.Pthread, null, "nobody measured.", null)).Checks.Single(check => check.Name == LimitName.MaxMapCount);

        check.ThreadsUntilHit.Should().BeNull();
        check.IsDistanceUnknown.Should().BeTrue();
        check.CanStopThreads.Should().BeFalse();
        check.Why.Should().Contain("nobody measured.");
    }

    [Test]
    public void Address_space_is_compared_with_VmSize_and_data_with_VmData()
    {
        _tree.Write("proc/42/limits", TestTree.Limits(addressSpace: $"{(1000 << 10) + (7 << 20)}", data: $"{(400 << 10) + (3 << 19)}"));

        Check(LimitName.RlimitAs).ThreadsUntilHit.Should().Be(7);
        Check(LimitName.RlimitData).ThreadsUntilHit.Should().Be(3);
    }

    [Test]
    public void Ignored_data_limits_are_not_enforced()
    {
        _tree.Write("proc/42/limits", TestTree.Limits(data: "1"));
        _tree.Write("sys/module/kernel/parameters/ignore_rlimit_data", "Y\n");

        Check(LimitName.RlimitData).Enforced.Should().BeFalse();
        Check(LimitName.RlimitData).CanStopThreads.Should().BeFalse();
    }

    [Test]
    public void Unlimited_is_no_number_of_threads_and_not_unknown_either()
    {
        var check = Check(LimitName.RlimitAs);

        check.Limit!.Value.IsUnlimited.Should().BeTrue();
        check.ThreadsUntilHit.Should().BeNull();
        check.IsDistanceUnknown.Should().BeFalse();
    }

    [TestCase("0")]
    [TestCase("1")]
    public void The_commit_limit_does_not_bind_in_other_modes(string mode)
    {
        _tree.Write("proc/sys/vm/overcommit_memory", mode + "\n");

        Check(LimitName.CommitLimit).Enforced.Should().BeFalse();
        Check(LimitName.CommitLimit).ThreadsUntilHit.Should().BeNull();
    }

    [Test]
    public void The_commit_limit_binds_in_mode_2_less_the_reserves()
    {
        _tree.Write("proc/sys/vm/overcommit_memory", "2\n");
        _tree.Write("proc/sys/vm/admin_reserve_kbytes", "8192\n");
        _tree.Write("proc/sys/vm/user_reserve_kbytes", "131072\n");

        // 500,000 kB - 8,192 kB - a 32nd of VmSize (1,000 kB) - 100,000 kB in use, 512 kB for each thread.
        Check(LimitName.CommitLimit).ThreadsUntilHit.Should().Be((500_000 - 8_192 - 32 - 100_000) / 512);
    }

    [Test]
    public void The_reserve_for_root_is_roots()
    {
        _tree.Write("proc/sys/vm/overcommit_memory", "2\n");
        _tree.Write("proc/sys/vm/admin_reserve_kbytes", "8192\n");
        _tree.Process(TestTree.Pid, uid: 0, threads: 5, capEff: 1UL << 21);

        Check(LimitName.CommitLimit).ThreadsUntilHit.Should().Be((500_000 - 100_000) / 512);
    }

    [Test]
    public void Available_memory_is_divided_by_what_a_thread_takes() =>
        Check(LimitName.MemAvailable).ThreadsUntilHit.Should().Be(600_000 / 32);

    [Test]
    public void Memory_answers_with_the_OOM_killer_and_no_error_number() =>
        Inspect().Checks.Where(check => check.Name is LimitName.MemAvailable or LimitName.MemoryMax)
            .Should().OnlyContain(check => check.Errno == null);

    [TestCase(LimitName.ThreadsMax, "proc/sys/kernel/threads-max")]
    [TestCase(LimitName.ThreadsMax, "proc/loadavg")]
    [TestCase(LimitName.PidMax, "proc/sys/kernel/pid_max")]
    [TestCase(LimitName.MaxMapCount, "proc/sys/vm/max_map_count")]
    [TestCase(LimitName.MaxMapCount, "proc/42/maps")]
    [TestCase(LimitName.RlimitNproc, "proc/42/limits")]
    [TestCase(LimitName.RlimitAs, "proc/42/limits")]
    [TestCase(LimitName.RlimitData, "proc/42/limits")]
    [TestCase(LimitName.CommitLimit, "proc/sys/vm/overcommit_memory")]
    [TestCase(LimitName.MemAvailable, "proc/meminfo")]
    [TestCase(LimitName.PidsMax, "proc/42/cgroup")]
    [TestCase(LimitName.MemoryMax, "proc/42/cgroup")]
    public void What_cannot_be_read_says_why_and_never_counts_as_unlimited(LimitName name, string file)
    {
        _tree.Spoil(file);
        var inspection = Inspect();
        var check = inspection.Checks.Single(check => check.Name == name);

        check.Readable.Should().BeFalse();
        check.Why.Should().NotBeNullOrEmpty();
        check.Limit.Should().BeNull();
        check.ThreadsUntilHit.Should().BeNull();
        check.IsDistanceUnknown.Should().BeTrue();
        inspection.Unknown.Should().Contain(check);
        inspection.Binding.Should().NotBe(check);
    }

    [Test]
    public void A_process_that_is_gone_is_an_error()
    {
        var inspect = () => LimitInspector.Inspect(_tree.Root, new Pid(43), Cost, 4096, 16384, () => Errno.EINVAL, null);

        inspect.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.ENOENT);
    }

    [Test]
    public void The_first_limit_hit_binds()
    {
        _tree.Write("proc/sys/kernel/threads-max", "207\n");

        Inspect().Binding!.Name.Should().Be(LimitName.ThreadsMax);
        Inspect().Binding!.ThreadsUntilHit.Should().Be(7);
    }

    [Test]
    public void A_limit_that_is_not_enforced_does_not_bind()
    {
        _tree.Write("proc/42/limits", TestTree.Limits(nproc: "6"));
        Inspect().Binding!.Name.Should().Be(LimitName.RlimitNproc);

        _tree.Process(TestTree.Pid, uid: 1000, threads: 5, capEff: 1UL << 24);
        Inspect().Binding!.Name.Should().Be(LimitName.MaxMapCount);
    }

    [Test]
    public void The_limits_in_the_way_are_those_below_the_need_the_tightest_first()
    {
        _tree.Write("proc/sys/kernel/threads-max", "207\n");

        Inspect().InTheWayOf(50).Select(check => check.Name).Should().Equal(LimitName.ThreadsMax);
        Inspect().InTheWayOf(51).Select(check => check.Name).Should().Equal(LimitName.ThreadsMax, LimitName.MaxMapCount);
        Inspect().InTheWayOf(7).Should().BeEmpty("seven threads still fit");
    }

    [Test]
    public void An_exhausted_limit_is_named_with_the_way_to_raise_it()
    {
        _tree.Write("proc/sys/kernel/threads-max", "200\n");
        var explanation = Inspect().Explain(Errno.EAGAIN);

        explanation.Exhausted.Select(check => check.Name).Should().Equal(LimitName.ThreadsMax);
        explanation.Sentence.Should().Contain("threads-max of system: 200 of 200 tasks").And.Contain("sysctl kernel.threads-max");
    }

    [Test]
    public void An_error_number_that_no_limit_gives_is_not_explained_by_one()
    {
        _tree.Write("proc/sys/kernel/threads-max", "200\n");
        var explanation = Inspect().Explain(Errno.EPERM);

        explanation.Exhausted.Should().BeEmpty();
        explanation.Ahead.Should().BeEmpty();
        explanation.Sentence.Should().StartWith("None of the limits");
    }

    [Test]
    public void A_lost_error_number_may_be_any_limits()
    {
        _tree.Write("proc/sys/kernel/threads-max", "200\n");

        Inspect().Explain(null).Exhausted.Select(check => check.Name).Should().Equal(LimitName.ThreadsMax);
    }

    [Test]
    public void What_cannot_be_read_is_named_where_nothing_else_explains()
    {
        _tree.Spoil("proc/sys/kernel/threads-max");

        Inspect().Explain(Errno.EAGAIN).Sentence.Should().Contain("Not known here: threads-max of system.");
    }

    [Test]
    public void A_stack_below_the_minimum_is_refused_to_a_pthread_and_raised_for_a_dotnet_thread()
    {
        var pthread = Inspect(Cost with { StackSize = new ByteSize(8192) });
        pthread.Binding!.Name.Should().Be(LimitName.StackMin);
        pthread.Binding.Errno.Should().Be(Errno.EINVAL);
        pthread.Explain(Errno.EINVAL).Exhausted.Should().ContainSingle();

        Inspect(Cost with { StackSize = new ByteSize(16384) }).Binding!.Name.Should().Be(LimitName.MaxMapCount);
        Inspect(Cost with { StackSize = new ByteSize(8192), Kind = ThreadKind.DotnetThread }).Binding!.Name.Should().Be(LimitName.MaxMapCount);
    }

    private LimitCheck Check(LimitName name) => Inspect().Checks.Single(check => check.Name == name);

    private LimitInspection Inspect(ThreadCost? cost = null) =>
        LimitInspector.Inspect(_tree.Root, new Pid(TestTree.Pid), cost ?? Cost, 4096, 16384, () => Errno.EINVAL, new Version(2, 36));
}
