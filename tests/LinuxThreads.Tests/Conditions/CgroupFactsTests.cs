using LinuxThreads.Conditions;

namespace LinuxThreads.Tests.Conditions;

public sealed class CgroupFactsTests
{
    private const string V2Mount = "35 24 0:30 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n";

    private const string V1Mounts =
        "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n" +
        "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n" +
        "39 31 0:36 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n" +
        "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd\n";

    private const string V1Cgroups = "12:memory:/app/inner\n7:pids:/app/inner\n3:cpu,cpuacct:/app/inner\n1:name=systemd:/app\n";

    [Test]
    public void The_tightest_level_of_version_2_may_be_an_ancestor()
    {
        using var tree = V2Tree("0::/app/inner\n")
            .With("sys/fs/cgroup/app/pids.max", "100")
            .With("sys/fs/cgroup/app/inner/pids.max", "500")
            .With("sys/fs/cgroup/app/memory.max", "max")
            .With("sys/fs/cgroup/app/inner/memory.max", "1073741824")
            .With("sys/fs/cgroup/app/cpu.max", "150000 100000")
            .With("sys/fs/cgroup/app/inner/cpu.max", "max 100000");

        var facts = Read(tree);

        (facts.Mode, facts.Path, facts.Depth, facts.AncestorsHidden).Should().Be(("v2", "/app/inner", 2, false));
        facts.Pids.Should().Be(new CgroupLimit(true, 100, tree.Root.Resolve("sys/fs/cgroup/app/pids.max"), true, 500));
        facts.MemoryBytes.Should().Be(new CgroupLimit(
            true, 1_073_741_824, tree.Root.Resolve("sys/fs/cgroup/app/inner/memory.max"), true, 1_073_741_824));
        facts.Cpu.Should().Be(new CgroupCpuLimit(true, 1.5, tree.Root.Resolve("sys/fs/cgroup/app/cpu.max"), false, null));
    }

    [Test]
    public void In_version_2_a_level_without_the_file_sets_no_limit()
    {
        using var tree = V2Tree("0::/app\n").WithDirectory("sys/fs/cgroup/app");

        Read(tree).Pids.Should().Be(new CgroupLimit(false, null, null, false, null));
    }

    [Test]
    public void A_container_that_sees_its_own_group_as_the_root_knows_that_ancestors_are_hidden()
    {
        using var tree = V2Tree("0::/\n").With("sys/fs/cgroup/cgroup.events", "populated 1").With("sys/fs/cgroup/pids.max", "64");

        var facts = Read(tree);

        facts.AncestorsHidden.Should().BeTrue();
        (facts.Depth, facts.Pids!.Tightest).Should().Be((0, 64));
    }

    [Test]
    public void A_mount_of_a_part_of_a_hierarchy_hides_what_is_above_it()
    {
        using var tree = new SyntheticTree()
            .With("proc/self/cgroup", "3:cpu,cpuacct:/docker/abc\n")
            .With("proc/self/mountinfo", "32 31 0:29 /docker/abc /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n")
            .With("sys/fs/cgroup/cpu/release_agent", "")
            .With("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1");

        Read(tree).AncestorsHidden.Should().BeTrue();
    }

    [Test]
    public void Version_1_reads_each_controller_in_its_own_hierarchy()
    {
        using var tree = V1Tree()
            .With("sys/fs/cgroup/cpu,cpuacct/app/cpu.cfs_quota_us", "50000")
            .With("sys/fs/cgroup/cpu,cpuacct/app/cpu.cfs_period_us", "100000")
            .With("sys/fs/cgroup/cpu,cpuacct/app/inner/cpu.cfs_quota_us", "-1")
            .With("sys/fs/cgroup/memory/app/memory.limit_in_bytes", "9223372036854771712")
            .With("sys/fs/cgroup/memory/app/inner/memory.limit_in_bytes", "536870912")
            .With("sys/fs/cgroup/pids/app/pids.max", "max")
            .With("sys/fs/cgroup/pids/app/inner/pids.max", "max");

        var facts = Read(tree);

        (facts.Mode, facts.Path, facts.AncestorsHidden).Should().Be(("v1", "/app/inner", false));
        (facts.Cpu!.TightestCpus, facts.Cpu.OwnLimited).Should().Be((0.5, false));
        (facts.MemoryBytes!.Tightest, facts.MemoryBytes.OwnLimited).Should().Be((536_870_912, true));
        facts.Pids.Should().Be(new CgroupLimit(false, null, null, false, null));
    }

    [Test]
    public void Both_versions_mounted_are_hybrid_and_the_controllers_of_version_1_win()
    {
        using var tree = V1Tree("42 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n", "0::/elsewhere\n")
            .With("sys/fs/cgroup/pids/app/inner/pids.max", "77")
            .With("sys/fs/cgroup/unified/elsewhere/pids.max", "5");

        var facts = Read(tree);

        (facts.Mode, facts.Path).Should().Be(("hybrid", "/app/inner"));
        facts.Pids!.Tightest.Should().Be(77);
    }

    [Test]
    public void A_named_hierarchy_alone_does_not_make_version_2_hybrid()
    {
        using var tree = V2Tree("0::/\n", "40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd\n");

        Read(tree).Mode.Should().Be("v2");
    }

    [Test]
    public void Nothing_unreadable_counts_as_unlimited()
    {
        using var tree = V2Tree("0::/app\n").With("sys/fs/cgroup/app/pids.max", "many").With("sys/fs/cgroup/pids.max", "10");
        var unavailable = new List<Unavailable>();

        var facts = CgroupFactsReader.Read(new FactReader(tree.Root, "cgroup", unavailable), null);

        facts.Pids.Should().BeNull();
        unavailable.Should().Contain(entry => entry.Field == "cgroup.pids" && entry.Reason.Contains("many"));
    }

    [Test]
    public void A_controller_that_is_not_mounted_is_unknown_and_not_unlimited()
    {
        using var tree = new SyntheticTree()
            .With("proc/self/cgroup", "7:pids:/app\n0::/\n")
            .With("proc/self/mountinfo", V2Mount)
            .WithDirectory("sys/fs/cgroup");

        Read(tree).Pids.Should().BeNull();
    }

    [TestCase("0", 0L)]
    [TestCase("950000", 950_000L)]
    public void Version_1_with_an_allowance_file_has_real_time_groups(string text, long microseconds)
    {
        using var tree = V1Tree().With("sys/fs/cgroup/cpu,cpuacct/app/inner/cpu.rt_runtime_us", text);

        var facts = Read(tree);

        (facts.RtGroupScheduling, facts.RtRuntimeUs).Should().Be((true, microseconds));
    }

    [TestCase("CONFIG_RT_GROUP_SCHED=y\n", true)]
    [TestCase("# CONFIG_RT_GROUP_SCHED is not set\n", false)]
    [TestCase("CONFIG_RT_GROUP_SCHED=y\nCONFIG_RT_GROUP_SCHED_DEFAULT_DISABLED=y\n", null)]
    public void In_version_2_only_the_configuration_tells_of_real_time_groups(string config, bool? expected)
    {
        using var tree = V2Tree("0::/\n").With("proc/config.gz", config);

        MachineConditions.Read(tree.Root).Cgroup.RtGroupScheduling.Should().Be(expected);
    }

    private static CgroupFacts Read(SyntheticTree tree) => MachineConditions.Read(tree.Root).Cgroup;

    private static SyntheticTree V2Tree(string cgroups, string moreMounts = "") => new SyntheticTree()
        .With("proc/self/cgroup", cgroups)
        .With("proc/self/mountinfo", V2Mount + moreMounts)
        .With("sys/fs/cgroup/cgroup.procs", "1");

    private static SyntheticTree V1Tree(string moreMounts = "", string moreCgroups = "") => new SyntheticTree()
        .With("proc/self/cgroup", V1Cgroups + moreCgroups)
        .With("proc/self/mountinfo", V1Mounts + moreMounts)
        .With("sys/fs/cgroup/cpu,cpuacct/release_agent", "")
        .WithDirectory("sys/fs/cgroup/cpu,cpuacct/app/inner");
}
