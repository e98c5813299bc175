using LinuxThreads.Limits;
using LinuxThreads.Tests.Headroom;

namespace LinuxThreads.Tests.Limits;

public sealed class CpuBudgetTests
{
    private const string V2Mount = "30 24 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n";
    private const string V1Mounts =
        "31 24 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n" +
        "32 24 0:28 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n";

    private TestTree _tree;

    [SetUp]
    public void MakeTree()
    {
        _tree = new TestTree();
        foreach (var list in (string[])["online", "possible", "present"])
        {
            _tree.Write($"sys/devices/system/cpu/{list}", "0-7\n");
        }

        for (var cpu = 0; cpu < 8; cpu++)
        {
            _tree.Write($"sys/devices/system/cpu/cpu{cpu}/topology/core_id", $"{cpu / 2}\n");
            _tree.Write($"sys/devices/system/cpu/cpu{cpu}/topology/core_cpus_list", $"{cpu / 2 * 2}-{(cpu / 2 * 2) + 1}\n");
        }
    }

    [TearDown]
    public void RemoveTree() => _tree.Dispose();

    [Test]
    public void Without_a_quota_the_allowed_CPUs_are_the_budget()
    {
        var budget = Read();

        budget.Online.Count.Should().Be(8);
        budget.Allowed.Should().Equal(0, 1, 2, 3);
        budget.EffectiveCpus.Should().Be(4);
        budget.TightestQuota.Should().BeNull();
        budget.DotnetProcessorCount.Should().BeNull("what .NET sees is not known of another process");
    }

    [Test]
    public void Two_SMT_siblings_are_one_core() => Read().Cores.Should().Be(2);

    [Test]
    public void Without_topology_the_cores_are_unknown()
    {
        _tree.Delete("sys/devices/system/cpu/cpu1/topology/core_cpus_list");

        Read().Cores.Should().BeNull();
    }

    [Test]
    public void The_tightest_quota_of_all_ancestors_holds()
    {
        _tree.Write("proc/42/cgroup", "0::/a/b\n");
        _tree.Write("proc/self/mountinfo", V2Mount);
        _tree.Write("sys/fs/cgroup/a/b/cpu.max", "300000 100000\n");
        _tree.Write("sys/fs/cgroup/a/cpu.max", "150000 100000\n");
        _tree.Write("sys/fs/cgroup/a/b/cpuset.cpus.effective", "0-5\n");

        var budget = Read();
        budget.Quotas.Select(quota => (quota.Scope, quota.Cpus)).Should().Equal(("cgroup /a/b", 3.0), ("cgroup /a", 1.5));
        budget.TightestQuota!.Scope.Should().Be("cgroup /a");
        budget.EffectiveCpus.Should().Be(1.5);
        budget.Cpuset!.Count.Should().Be(6);
        budget.Sentence.Should().Contain("1.5 of 8 CPUs").And.Contain("more than 2 threads").And.Contain("quota of cgroup /a (1.5 CPUs)");
    }

    [Test]
    public void Version_1_has_quota_and_period_in_two_files()
    {
        _tree.Write("proc/42/cgroup", "4:cpuset:/s\n3:cpu,cpuacct:/x/y\n");
        _tree.Write("proc/self/mountinfo", V1Mounts);
        _tree.Write("sys/fs/cgroup/cpu,cpuacct/x/y/cpu.cfs_quota_us", "-1\n");
        _tree.Write("sys/fs/cgroup/cpu,cpuacct/x/y/cpu.cfs_period_us", "100000\n");
        _tree.Write("sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_quota_us", "50000\n");
        _tree.Write("sys/fs/cgroup/cpu,cpuacct/x/cpu.cfs_period_us", "100000\n");
        _tree.Write("sys/fs/cgroup/cpuset/s/cpuset.effective_cpus", "0-1\n");

        var budget = Read();
        budget.Quotas.Select(quota => quota.Cpus).Should().Equal(null, 0.5);
        budget.EffectiveCpus.Should().Be(0.5);
        budget.Cpuset.Should().Equal(0, 1);
        budget.Sentence.Should().Contain("more than 1 threads");
    }

    [Test]
    public void A_quota_above_the_allowed_CPUs_changes_nothing()
    {
        _tree.Write("proc/42/cgroup", "0::/a\n");
        _tree.Write("proc/self/mountinfo", V2Mount);
        _tree.Write("sys/fs/cgroup/a/cpu.max", "600000 100000\n");

        Read().EffectiveCpus.Should().Be(4);
        Read().Sentence.Should().NotContain("quota");
    }

    [Test]
    public void A_quota_that_cannot_be_read_is_unavailable_and_the_others_hold()
    {
        _tree.Write("proc/42/cgroup", "0::/a/b\n");
        _tree.Write("proc/self/mountinfo", V2Mount);
        _tree.Directory("sys/fs/cgroup/a/b/cpu.max");
        _tree.Write("sys/fs/cgroup/a/cpu.max", "100000 100000\n");

        Read().Quotas.Should().ContainSingle();
        Read().Unavailable.Should().ContainSingle().Which.Field.Should().Be("quotas");
    }

    [Test]
    public void A_controller_that_is_not_mounted_is_unavailable()
    {
        _tree.Write("proc/42/cgroup", "3:cpu:/x\n");
        _tree.Write("proc/self/mountinfo", "30 24 0:26 / / rw - ext4 /dev/vda rw\n");

        Read().Unavailable.Select(missing => missing.Field).Should().BeEquivalentTo("quotas", "cpuset");
    }

    [Test]
    [Category("Live")]
    public void Dotnet_counts_what_this_process_may_use_rounded_up()
    {
        var budget = CpuBudget.Read();
        if (budget.DotnetProcessorCountVariable is not null)
        {
            Assert.Ignore("DOTNET_PROCESSOR_COUNT is set");
        }

        budget.DotnetProcessorCount.Should().Be((int)Math.Ceiling(budget.EffectiveCpus));
        budget.Allowed!.Count.Should().BeLessThanOrEqualTo(budget.Online.Count);
    }

    private CpuBudget Read() => CpuBudget.Read(_tree.Root, new Pid(TestTree.Pid));
}
