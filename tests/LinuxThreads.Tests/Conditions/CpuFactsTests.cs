using LinuxThreads.Conditions;

namespace LinuxThreads.Tests.Conditions;

public sealed class CpuFactsTests
{
    private const string Cpus = "sys/devices/system/cpu";

    [Test]
    public void An_arm64_processor_is_named_by_its_numbers()
    {
        using var tree = new SyntheticTree().With("proc/cpuinfo", "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n\n");

        var cpu = MachineConditions.Read(tree.Root).Cpu;

        (cpu.Model, cpu.Hypervisor).Should().Be(("implementer 0x41 part 0xd0c", null));
    }

    [TestCase("fpu hypervisor sse", true)]
    [TestCase("fpu sse", false)]
    public void The_hypervisor_flag_decides_on_x86(string flags, bool hypervisor)
    {
        using var tree = new SyntheticTree()
            .With("proc/cpuinfo", $"processor\t: 0\nmodel name\t: Test CPU\nflags\t\t: {flags}\n\n")
            .With("sys/class/dmi/id/product_name", "Board")
            .With("sys/class/dmi/id/sys_vendor", "Maker");

        var cpu = MachineConditions.Read(tree.Root).Cpu;

        cpu.Hypervisor.Should().Be(hypervisor);
        cpu.HypervisorName.Should().Be(hypervisor ? "Maker Board" : null);
    }

    [Test]
    public void Xen_is_named_by_sysfs()
    {
        using var tree = new SyntheticTree().With("sys/hypervisor/type", "xen");

        var cpu = MachineConditions.Read(tree.Root).Cpu;

        (cpu.Hypervisor, cpu.HypervisorName).Should().Be((true, "xen"));
    }

    [Test]
    public void Different_governors_are_all_named()
    {
        using var tree = new SyntheticTree()
            .With($"{Cpus}/cpufreq/policy0/scaling_governor", "powersave")
            .With($"{Cpus}/cpufreq/policy1/scaling_governor", "performance")
            .With($"{Cpus}/cpufreq/policy0/scaling_driver", "intel_cpufreq")
            .With($"{Cpus}/cpufreq/policy1/scaling_driver", "intel_cpufreq");

        var cpu = MachineConditions.Read(tree.Root).Cpu;

        (cpu.FrequencyGovernor, cpu.FrequencyDriver).Should().Be(("performance,powersave", "intel_cpufreq"));
    }

    [TestCase("intel_pstate/no_turbo", "1", false)]
    [TestCase("intel_pstate/no_turbo", "0", true)]
    [TestCase("cpufreq/boost", "1", true)]
    [TestCase("cpufreq/boost", "0", false)]
    public void Boost_is_read_in_both_spellings(string file, string text, bool boost)
    {
        using var tree = new SyntheticTree().With($"{Cpus}/{file}", text);

        MachineConditions.Read(tree.Root).Cpu.Boost.Should().Be(boost);
    }

    [Test]
    public void Each_CPU_has_its_core_its_last_level_cache_and_its_node()
    {
        using var tree = TwoCpus();

        var cpu = MachineConditions.Read(tree.Root).Cpu;

        cpu.Cpus.Should().Equal(
            new CpuPlace(0, 0, 0, "0-1", 3, 8_388_608, "0-1", 0),
            new CpuPlace(1, 0, 0, "0-1", 3, 8_388_608, "0-1", 0));
        (cpu.Online, cpu.OnlineCount, cpu.PresentCount, cpu.SmtActive).Should().Be(("0-1", 2, 4, true));
    }

    [Test]
    public void CPUs_without_a_node_are_named_in_the_reason()
    {
        using var tree = TwoCpus().With("sys/devices/system/node/node0/cpulist", "0");

        MachineConditions.Read(tree.Root).Unavailable.Should().ContainSingle(entry =>
            entry.Field == "cpu.cpus" && entry.Reason.Contains("CPU 1.") && entry.Reason.Contains("numa_node"));
    }

    [TestCase("(null)", "")]
    [TestCase("", "")]
    [TestCase("2-3", "2-3")]
    public void Tickless_CPUs_may_be_printed_as_null(string text, string expected)
    {
        using var tree = new SyntheticTree().With($"{Cpus}/nohz_full", text);

        MachineConditions.Read(tree.Root).Cpu.NohzFull.Should().Be(expected);
    }

    private static SyntheticTree TwoCpus()
    {
        var tree = new SyntheticTree()
            .With($"{Cpus}/online", "0-1")
            .With($"{Cpus}/possible", "0-7")
            .With($"{Cpus}/present", "0-3")
            .With($"{Cpus}/smt/active", "1")
            .With("sys/devices/system/node/online", "0")
            .With("sys/devices/system/node/node0/cpulist", "0-1");
        for (var cpu = 0; cpu < 2; cpu++)
        {
            tree.With($"{Cpus}/cpu{cpu}/topology/core_id", "0")
                .With($"{Cpus}/cpu{cpu}/topology/physical_package_id", "0")
                .With($"{Cpus}/cpu{cpu}/topology/core_cpus_list", "0-1");
            foreach (var (index, level, type, size) in new[] { (0, 1, "Data", "32K"), (1, 3, "Unified", "8192K"), (2, 2, "Unified", "1024K") })
            {
                var cache = $"{Cpus}/cpu{cpu}/cache/index{index}";
                tree.With($"{cache}/level", $"{level}").With($"{cache}/type", type).With($"{cache}/size", size)
                    .With($"{cache}/shared_cpu_list", "0-1").With($"{cache}/id", "0");
            }
        }

        return tree;
    }
}
