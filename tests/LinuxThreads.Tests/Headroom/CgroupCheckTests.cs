using LinuxThreads.Headroom;

namespace LinuxThreads.Tests.Headroom;

/// <summary>The limits of cgroups in each layout: version 1, version 2, hybrid, in containers, with controllers missing.</summary>
public sealed class CgroupCheckTests
{
    private const string V2Mount = "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
    private const string V1Mounts =
        "31 24 0:27 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n" +
        "32 24 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n" +
        "33 24 0:29 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd\n";

    private static readonly ThreadCost Cost = new() { Kind = ThreadKind.Pthread, MemoryBytes = 1 << 20 };

    private TestTree _tree;

    [SetUp]
    public void MakeTree() => _tree = new TestTree();

    [TearDown]
    public void RemoveTree() => _tree.Dispose();

    [Test]
    public void Version_2_has_one_check_for_each_ancestor_with_a_limit()
    {
        Layout("0::/a/b\n", V2Mount);
        Pids("sys/fs/cgroup/a/b", "max", 10);
        Pids("sys/fs/cgroup/a", "100", 40);

        PidsMax().Select(check => (check.Scope, check.Current, check.ThreadsUntilHit)).Should().Equal(
            ("cgroup /a/b", 10, null),
            ("cgroup /a", 40, 60));
    }

    [Test]
    public void Version_1_has_one_check_for_each_ancestor_with_a_limit()
    {
        Layout("3:pids:/x/y\n2:memory:/m\n1:name=systemd:/s\n", V1Mounts);
        Pids("sys/fs/cgroup/pids/x/y", "50", 20);
        Pids("sys/fs/cgroup/pids/x", "45", 20);
        V1Root("pids");

        PidsMax().Select(check => check.ThreadsUntilHit).Should().Equal(30, 25);
        Inspect().Binding!.Scope.Should().Be("cgroup /x");
    }

    [Test]
    public void The_order_of_lines_and_mounts_does_not_matter()
    {
        Layout("1:name=systemd:/s\n0::/other\n2:memory:/m\n3:pids:/x\n", string.Concat(V1Mounts.Split('\n', StringSplitOptions.RemoveEmptyEntries).Reverse().Select(line => line + "\n")));
        Pids("sys/fs/cgroup/pids/x", "50", 20);
        V1Root("pids");

        PidsMax().Single().ThreadsUntilHit.Should().Be(30);
    }

    [Test]
    public void A_hybrid_takes_the_controller_from_the_hierarchy_that_has_it()
    {
        Layout("3:pids:/x\n0::/unified\n", V1Mounts + V2Mount.Replace("/sys/fs/cgroup", "/sys/fs/cgroup/unified"));
        Pids("sys/fs/cgroup/pids/x", "50", 20);
        V1Root("pids");
        _tree.Write("sys/fs/cgroup/unified/unified/memory.max", $"{100 << 20}\n");
        _tree.Write("sys/fs/cgroup/unified/unified/memory.current", $"{30 << 20}\n");

        PidsMax().Single().Path.Should().Be("/sys/fs/cgroup/pids/x/pids.max");
        MemoryMax().Single().Path.Should().Be("/sys/fs/cgroup/unified/unified/memory.max");
        MemoryMax().Single().ThreadsUntilHit.Should().Be(70);
    }

    [Test]
    public void A_container_sees_its_own_limit_and_says_that_more_lie_above()
    {
        Layout("0::/\n", V2Mount);
        Pids("sys/fs/cgroup", "100", 40);
        _tree.Write("sys/fs/cgroup/cgroup.events", "populated 1\nfrozen 0\n");

        PidsMax().Select(check => (check.Scope, check.Readable, check.ThreadsUntilHit)).Should().Equal(
            ("cgroup /", true, 60),
            ("cgroups above the mount", false, null));
    }

    [Test]
    public void A_version_1_container_says_that_more_lie_above()
    {
        Layout("3:pids:/docker/c\n", "31 24 0:27 /docker/c /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids\n");
        Pids("sys/fs/cgroup/pids", "100", 40);

        PidsMax().Select(check => check.Readable).Should().Equal(true, false);
    }

    [Test]
    public void A_root_without_limits_has_none_and_is_readable()
    {
        Layout("0::/\n", V2Mount);

        var check = PidsMax().Single();
        check.Readable.Should().BeTrue();
        check.Enforced.Should().BeFalse();
        check.IsDistanceUnknown.Should().BeFalse();
    }

    [Test]
    public void A_controller_that_is_mounted_nowhere_is_unreadable()
    {
        Layout("3:pids:/x\n", "30 24 0:26 / / rw - ext4 /dev/vda rw\n");

        PidsMax().Single().Readable.Should().BeFalse();
    }

    [Test]
    public void A_kernel_without_cgroups_has_no_limit_of_them()
    {
        _tree.Delete("proc/42/cgroup");

        PidsMax().Single().Readable.Should().BeTrue();
        PidsMax().Single().Why.Should().Contain("CONFIG_CGROUPS");
    }

    [Test]
    public void One_unreadable_limit_does_not_hide_the_others()
    {
        Layout("0::/a/b\n", V2Mount);
        _tree.Directory("sys/fs/cgroup/a/b/pids.max");
        Pids("sys/fs/cgroup/a", "100", 40);

        PidsMax().Select(check => (check.Scope, check.Readable, check.ThreadsUntilHit)).Should().Equal(
            ("cgroup /a/b", false, null),
            ("cgroup /a", true, 60));
    }

    [Test]
    public void A_limit_without_its_use_is_unreadable()
    {
        Layout("0::/a\n", V2Mount);
        _tree.Write("sys/fs/cgroup/a/pids.max", "100\n");

        PidsMax().Single().Readable.Should().BeFalse();
        PidsMax().Single().ThreadsUntilHit.Should().BeNull();
    }

    [Test]
    public void Refusals_that_the_kernel_counted_are_told()
    {
        Layout("0::/a\n", V2Mount);
        Pids("sys/fs/cgroup/a", "100", 40);
        _tree.Write("sys/fs/cgroup/a/pids.events", "max 3\n");

        PidsMax().Single().Why.Should().Contain("counted 3 refusals");
    }

    [Test]
    public void Page_cache_is_not_in_the_way_of_threads()
    {
        Layout("0::/a\n", V2Mount);
        _tree.Write("sys/fs/cgroup/a/memory.max", $"{100 << 20}\n");
        _tree.Write("sys/fs/cgroup/a/memory.current", $"{90 << 20}\n");
        _tree.Write("sys/fs/cgroup/a/memory.stat", $"anon {20 << 20}\ninactive_file {50 << 20}\nactive_file {10 << 20}\n");
        _tree.Write("sys/fs/cgroup/a/memory.events", "low 0\nhigh 0\nmax 4\noom 1\noom_kill 1\n");

        var check = MemoryMax().Single();
        check.Current.Should().Be(30 << 20);
        check.ThreadsUntilHit.Should().Be(70);
        check.Why.Should().Contain($"{60 << 20} B of page cache").And.Contain("struck here 1 times");
    }

    [Test]
    public void Version_1_memory_has_files_of_its_own()
    {
        Layout("2:memory:/m\n", V1Mounts);
        V1Root("memory");
        _tree.Write("sys/fs/cgroup/memory/m/memory.limit_in_bytes", $"{100 << 20}\n");
        _tree.Write("sys/fs/cgroup/memory/m/memory.usage_in_bytes", $"{50 << 20}\n");
        _tree.Write("sys/fs/cgroup/memory/m/memory.stat", $"inactive_file 1\nactive_file 1\ntotal_inactive_file {10 << 20}\ntotal_active_file 0\n");
        _tree.Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        _tree.Write("sys/fs/cgroup/memory/memory.usage_in_bytes", "1\n");

        MemoryMax().Select(check => (check.Scope, check.ThreadsUntilHit, check.Enforced)).Should().Equal(
            ("cgroup /m", 60, true),
            ("cgroup /", null, false));
    }

    private void Layout(string cgroup, string mounts)
    {
        _tree.Write("proc/42/cgroup", cgroup);
        _tree.Write("proc/self/mountinfo", mounts);
    }

    private void Pids(string directory, string max, int current)
    {
        _tree.Write($"{directory}/pids.max", $"{max}\n");
        _tree.Write($"{directory}/pids.current", $"{current}\n");
    }

    private void V1Root(string controller) => _tree.Write($"sys/fs/cgroup/{controller}/cgroup.sane_behavior", "0\n");

    private List<LimitCheck> PidsMax() => [.. Inspect().Checks.Where(check => check.Name == LimitName.PidsMax)];

    private List<LimitCheck> MemoryMax() => [.. Inspect().Checks.Where(check => check.Name == LimitName.MemoryMax)];

    private LimitInspection Inspect() =>
        LimitInspector.Inspect(_tree.Root, new Pid(TestTree.Pid), Cost, 4096, 16384, () => Errno.EINVAL, new Version(2, 36));
}
