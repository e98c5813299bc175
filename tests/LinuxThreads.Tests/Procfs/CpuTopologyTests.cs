using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Procfs;

public sealed class CpuTopologyTests
{
    [Test]
    public void The_captured_system_has_two_cores_in_one_package()
    {
        var topology = CpuTopology.Read(ParserHarness.FixtureRoot("6.18.44-x86_64"));

        topology.Online.ToString().Should().Be("0-1");
        topology.Possible.ToString().Should().Be("0-1");
        topology.Present.ToString().Should().Be("0-1");
        topology.Cpus.Select(cpu => cpu.Cpu).Should().Equal(0, 1);
        topology.Cpus.Select(cpu => cpu.CoreId).Should().Equal(0, 1);
        topology.Cpus.Select(cpu => cpu.PhysicalPackageId).Should().Equal(0, 0);
        topology.Cpus.Select(cpu => cpu.CoreCpusList!.ToString()).Should().Equal("0", "1");
        topology.Cpus.Select(cpu => cpu.Node).Should().Equal(0, 0);
    }

    [Test]
    public void The_last_level_cache_is_shared()
    {
        var caches = CpuTopology.Read(ParserHarness.FixtureRoot("6.18.44-x86_64")).Cpus[1].Caches;

        caches.Select(cache => (cache.Level, cache.Type)).Should().Equal((1, "Data"), (1, "Instruction"), (2, "Unified"), (3, "Unified"));
        caches[3].Size.Should().Be(ByteSize.FromKibibytes(32768));
        caches[3].SharedCpuList!.ToString().Should().Be("0-1");
        caches[2].SharedCpuList!.ToString().Should().Be("1");
        caches[2].Id.Should().Be(1);
    }

    [Test]
    public void A_machine_without_details_leaves_them_null()
    {
        using var tree = new TemporaryTree();
        tree.Write("sys/devices/system/cpu/online", "0,2\n");
        tree.Write("sys/devices/system/cpu/possible", "0-3\n");
        tree.Write("sys/devices/system/cpu/present", "0-2\n");
        tree.Write("sys/devices/system/cpu/cpu2/topology/thread_siblings_list", "0,2\n");

        var topology = CpuTopology.Read(tree.Root);

        topology.Cpus.Select(cpu => cpu.Cpu).Should().Equal(0, 2);
        topology.Cpus[0].Should().BeEquivalentTo(new { CoreId = (int?)null, PhysicalPackageId = (int?)null, CoreCpusList = (CpuList?)null, Node = (int?)null });
        topology.Cpus[0].Caches.Should().BeEmpty();
        topology.Cpus[1].CoreCpusList!.ToString().Should().Be("0,2", "the older name of the file serves");
    }

    [Test]
    public void Each_cpu_has_its_own_node()
    {
        using var tree = new TemporaryTree();
        tree.Write("sys/devices/system/cpu/online", "0-3\n");
        tree.Write("sys/devices/system/cpu/possible", "0-3\n");
        tree.Write("sys/devices/system/cpu/present", "0-3\n");
        tree.Write("sys/devices/system/node/online", "0,4\n");
        tree.Write("sys/devices/system/node/node0/cpulist", "0,2\n");
        tree.Write("sys/devices/system/node/node4/cpulist", "1,3\n");

        CpuTopology.Read(tree.Root).Cpus.Select(cpu => cpu.Node).Should().Equal(0, 4, 0, 4);
    }

    [Test]
    public void A_system_without_the_list_of_cpus_is_an_error()
    {
        using var tree = new TemporaryTree();
        var act = () => CpuTopology.Read(tree.Root);

        act.Should().Throw<SyscallException>().Which.Errno.Should().Be(Errno.ENOENT);
    }

    [TestCase("32\n")]
    [TestCase("32M\n")]
    [TestCase("K\n")]
    [TestCase("-1K\n")]
    public void A_cache_size_in_another_unit_is_refused(string text)
    {
        var act = () => CpuCache.ParseSize(System.Text.Encoding.ASCII.GetBytes(text));

        act.Should().Throw<ProcfsFormatException>();
    }
}
