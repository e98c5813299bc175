using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class PidCgroupTests : ParserHarness
{
    protected override IReadOnlyList<string> Fixtures { get; } =
        ["6.18.44-x86_64/task/cgroup", "synthetic/layouts/v1/cgroup", "synthetic/layouts/v2/cgroup", "synthetic/layouts/hybrid/cgroup"];

    [Test]
    public void Each_hierarchy_has_its_id_controllers_name_and_path()
    {
        var memberships = PidCgroup.Parse(Fixture("synthetic/layouts/v1/cgroup")).Memberships;

        memberships.Select(membership => membership.HierarchyId).Should().Equal(12, 11, 4, 1);
        memberships[2].Controllers.Should().Equal("cpu", "cpuacct");
        memberships[2].Name.Should().BeNull();
        memberships[3].Controllers.Should().BeEmpty();
        memberships[3].Name.Should().Be("systemd");
        memberships[0].Path.Should().Be("/system.slice/app.service");
        memberships.Should().NotContain(membership => membership.IsVersion2);
    }

    [Test]
    public void The_captured_hybrid_ends_with_version_2()
    {
        var memberships = PidCgroup.Parse(Fixture("6.18.44-x86_64/task/cgroup")).Memberships;

        memberships.Should().HaveCount(10);
        memberships[^1].IsVersion2.Should().BeTrue();
        memberships.SkipLast(1).Should().NotContain(membership => membership.IsVersion2);
    }

    [Test]
    public void A_path_may_hold_colons() =>
        PidCgroup.Parse(Fixture("synthetic/layouts/v2/cgroup")).Memberships.Single().Path
            .Should().Be("/user.slice/user-1000.slice/user@1000.service/app.slice/app:one.scope");

    [Test]
    public void A_kernel_without_any_hierarchy_prints_nothing() => PidCgroup.Parse([]).Memberships.Should().BeEmpty();

    [TestCase("0:/\n")]
    [TestCase("::/\n")]
    [TestCase("x::/\n")]
    [TestCase("0::\n")]
    [TestCase("0::relative\n")]
    [TestCase("\n")]
    public void Anything_but_three_parts_is_refused(string text)
    {
        var act = () => PidCgroup.Parse(Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>().Which.Line.Should().Be(1);
    }

    protected override object Parse(byte[] text) => PidCgroup.Parse(text);
}
