using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class CgroupLocatorTests
{
    [Test]
    public void Version_1_lists_every_directory_up_to_the_mount_of_the_controller()
    {
        var found = Locate("v1", "pids");

        found!.Version.Should().Be(CgroupVersion.V1);
        found.Directories.Should().Equal(
            "sys/fs/cgroup/pids/system.slice/app.service",
            "sys/fs/cgroup/pids/system.slice",
            "sys/fs/cgroup/pids");
    }

    [Test]
    public void Controllers_that_share_a_hierarchy_share_its_mount() =>
        Locate("v1", "cpu")!.Directories[^1].Should().Be("sys/fs/cgroup/cpu,cpuacct");

    [Test]
    public void Version_2_serves_every_controller()
    {
        var found = Locate("v2", "memory");

        found!.Version.Should().Be(CgroupVersion.V2);
        found.Directories.Should().Equal(
            "sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice/app:one.scope",
            "sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice",
            "sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service",
            "sys/fs/cgroup/user.slice/user-1000.slice",
            "sys/fs/cgroup/user.slice",
            "sys/fs/cgroup");
    }

    [Test]
    public void In_a_hybrid_a_controller_of_version_1_stays_there() =>
        Locate("hybrid", "pids")!.Directories[0].Should().Be("sys/fs/cgroup/pids/system.slice/app.service");

    [Test]
    public void In_a_hybrid_any_other_controller_is_version_2()
    {
        var found = Locate("hybrid", "memory");

        found!.Version.Should().Be(CgroupVersion.V2);
        found.Directories[0].Should().Be("sys/fs/cgroup/unified/system.slice/app.service");
    }

    [Test]
    public void In_a_container_with_a_namespace_the_mount_is_all_there_is() =>
        Locate("container-v2", "pids")!.Directories.Should().Equal("sys/fs/cgroup");

    [Test]
    public void In_a_container_without_a_namespace_the_mounts_root_is_taken_off()
    {
        Locate("container-v1", "pids")!.Directories.Should().Equal("sys/fs/cgroup/pids/worker", "sys/fs/cgroup/pids");
        Locate("container-v1", "memory")!.Directories.Should().Equal("sys/fs/cgroup/memory");
    }

    [Test]
    public void A_cgroup_outside_the_namespace_has_no_directories() => Locate("container-outside", "pids").Should().BeNull();

    [Test]
    public void A_controller_that_is_mounted_nowhere_has_no_directories() => Locate("v1", "hugetlb").Should().BeNull();

    [Test]
    public void A_root_is_taken_off_by_components_not_by_letters() =>
        Locate("0::/docker/abcd\n", "1 2 0:1 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n", "pids").Should().BeNull();

    [Test]
    public void A_mount_above_the_namespaces_root_shows_a_sibling() =>
        Locate("0::/../sibling\n", "1 2 0:1 /.. /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n", "pids")!
            .Directories.Should().Equal("sys/fs/cgroup/sibling", "sys/fs/cgroup");

    [Test]
    public void Of_several_mounts_the_one_with_the_most_ancestors_is_taken() =>
        Locate(
                "0::/a/b/c\n",
                "1 2 0:1 /a/b /one rw - cgroup2 x rw\n2 2 0:1 / /two rw - cgroup2 x rw\n3 2 0:1 /a /three rw - cgroup2 x rw\n",
                "pids")!
            .Directories.Should().Equal("two/a/b/c", "two/a/b", "two/a", "two");

    [Test]
    public void A_controller_named_in_the_options_of_another_file_system_is_not_a_cgroup() =>
        Locate("3:pids:/\n", "1 2 0:1 / /x rw - tmpfs x rw,pids\n", "pids").Should().BeNull();

    [Test]
    public void The_captured_system_is_found()
    {
        var cgroup = PidCgroup.Parse(ParserHarness.Fixture("6.18.44-x86_64/task/cgroup"));
        var mounts = MountInfo.Parse(ParserHarness.Fixture("6.18.44-x86_64/task/mountinfo"));

        CgroupLocator.Locate(cgroup, mounts, "memory")!.Directories.Should().Equal("sys/fs/cgroup/memory");
        CgroupLocator.LocateVersion2(cgroup, mounts)!.Directories.Should().Equal("sys/fs/cgroup/unified");
    }

    private static CgroupDirectories? Locate(string layout, string controller) => CgroupLocator.Locate(
        PidCgroup.Parse(ParserHarness.Fixture($"synthetic/layouts/{layout}/cgroup")),
        MountInfo.Parse(ParserHarness.Fixture($"synthetic/layouts/{layout}/mountinfo")),
        controller);

    private static CgroupDirectories? Locate(string cgroup, string mounts, string controller) => CgroupLocator.Locate(
        PidCgroup.Parse(Encoding.ASCII.GetBytes(cgroup)), MountInfo.Parse(Encoding.ASCII.GetBytes(mounts)), controller);
}
