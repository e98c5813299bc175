using LinuxThreads.Conditions;

namespace LinuxThreads.Tests.Conditions;

public sealed class ProcessFactsTests
{
    private const string Status =
        "Name:\tx\nState:\tR (running)\nTgid:\t5\nPid:\t5\nPPid:\t1\nUid:\t1000\t0\t0\t0\nThreads:\t3\n";

    [Test]
    public void Real_and_effective_user_are_kept_apart()
    {
        using var tree = new SyntheticTree().With("proc/self/status", Status);

        var process = MachineConditions.Read(tree.Root).Process;

        (process.UserId, process.EffectiveUserId).Should().Be((1000, 0));
    }

    [Test]
    public void Capabilities_are_named_by_bit_and_unknown_bits_by_number()
    {
        using var tree = new SyntheticTree().With("proc/self/status", Status + "CapEff:\t8000004000080001\n");

        MachineConditions.Read(tree.Root).Process.Capabilities
            .Should().Equal("CAP_CHOWN", "CAP_SYS_PTRACE", "CAP_PERFMON", "CAP_63");
    }

    [TestCase("1", false)]
    [TestCase("0", true)]
    public void THP_enabled_of_the_kernel_is_the_opposite_of_switched_off(string enabled, bool disabled)
    {
        using var tree = new SyntheticTree().With("proc/self/status", $"{Status}THP_enabled:\t{enabled}\n");

        MachineConditions.Read(tree.Root).Process.TransparentHugePagesDisabled.Should().Be(disabled);
    }

    [Test]
    public void No_capability_is_an_empty_list_and_not_unknown()
    {
        using var tree = new SyntheticTree().With("proc/self/status", Status + "CapEff:\t0000000000000000\n");

        var conditions = MachineConditions.Read(tree.Root);

        conditions.Process.Capabilities.Should().BeEmpty();
        conditions.Unavailable.Should().NotContain(entry => entry.Field == "process.capabilities");
    }

    [TestCase("7f0-7f1 r-xp 0 fe:00 1 /lib/ld-musl-x86_64.so.1\n", "musl")]
    [TestCase("7f0-7f1 r-xp 0 fe:00 1 /usr/lib/x86_64-linux-gnu/libc.so.6\n", "glibc")]
    [TestCase("7f0-7f1 r-xp 0 fe:00 1 /opt/static\n", null)]
    public void A_captured_tree_tells_its_C_library_by_what_is_mapped(string maps, string? libc)
    {
        using var tree = new SyntheticTree().With("proc/self/maps", maps);

        var process = MachineConditions.Read(tree.Root).Process;

        (process.Libc, process.LibcVersion).Should().Be((libc, null));
    }

    [TestCase("run/.containerenv", "", "/run/.containerenv")]
    [TestCase("proc/self/uid_map", "         0     100000      65536", "user namespace")]
    [TestCase("proc/self/cgroup", "0::/kubepods/pod1", "kubepods")]
    [TestCase("proc/self/mountinfo", "22 1 0:21 / / rw - overlay overlay rw", "overlay")]
    [TestCase("proc/self/status", Status + "NSpid:\t77\t5", "pid namespace")]
    public void Each_trace_of_a_container_is_named(string file, string text, string hint)
    {
        using var tree = new SyntheticTree().With("proc/self/status", Status).With(file, text);

        var process = MachineConditions.Read(tree.Root).Process;

        process.Container.Should().BeTrue();
        process.ContainerHints.Should().ContainSingle().Which.Should().Contain(hint);
    }

    [Test]
    public void A_process_without_traces_is_in_no_container_that_leaves_them()
    {
        using var tree = new SyntheticTree()
            .With("proc/self/status", Status + "NSpid:\t5")
            .With("proc/self/uid_map", "         0          0 4294967295")
            .With("proc/self/cgroup", "0::/user.slice");

        MachineConditions.Read(tree.Root).Process.Container.Should().BeFalse();
    }

    [Test]
    public void The_moment_s_steal_is_a_part_of_a_total_that_counts_guests_once()
    {
        using var tree = new SyntheticTree().With("proc/stat", "cpu  10 20 30 40 50 60 70 80 5 6\ncpu0 10 20 30 40 50 60 70 80 5 6\n");

        var now = MachineConditions.Read(tree.Root).Now;

        (now.StealTicks, now.TotalTicks).Should().Be((80, 360));
    }
}
