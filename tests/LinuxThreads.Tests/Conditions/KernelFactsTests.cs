using LinuxThreads.Conditions;

namespace LinuxThreads.Tests.Conditions;

public sealed class KernelFactsTests
{
    [Test]
    public void A_kernel_without_an_optional_feature_is_a_no_and_not_an_unknown()
    {
        using var tree = new SyntheticTree()
            .With("proc/sys/kernel/osrelease", "6.1.0")
            .With("sys/kernel/uevent_seqnum", "1");

        var kernel = MachineConditions.Read(tree.Root).Kernel;

        kernel.Should().BeEquivalentTo(new
        {
            SchedExtActive = false,
            Autogroup = false,
            Schedstats = false,
            Tracefs = false,
            Yama = false,
            NumaBalancing = false,
            PressureStallInformation = false,
        });
    }

    [TestCase("disabled", null, false)]
    [TestCase("enabled", "bpfland", true)]
    public void A_loaded_scheduler_of_sched_ext_is_named(string state, string? scheduler, bool active)
    {
        using var tree = new SyntheticTree().With("sys/kernel/sched_ext/state", state);
        if (scheduler is not null)
        {
            tree.With("sys/kernel/sched_ext/root/ops", scheduler);
        }

        var kernel = MachineConditions.Read(tree.Root).Kernel;

        (kernel.SchedExtActive, kernel.SchedExtState, kernel.SchedExtScheduler).Should().Be((active, state, scheduler));
    }

    [TestCase("-1", true, null)]
    [TestCase("0", false, 0L)]
    [TestCase("950000", false, 950_000L)]
    public void An_unlimited_real_time_share_is_a_case_of_its_own(string text, bool unlimited, long? microseconds)
    {
        using var tree = new SyntheticTree().With("proc/sys/kernel/sched_rt_runtime_us", text);

        var kernel = MachineConditions.Read(tree.Root).Kernel;

        (kernel.RtRuntimeUnlimited, kernel.RtRuntimeUs).Should().Be((unlimited, microseconds));
    }

    [Test]
    public void Yama_has_its_scope()
    {
        using var tree = new SyntheticTree().With("proc/sys/kernel/yama/ptrace_scope", "2");

        var kernel = MachineConditions.Read(tree.Root).Kernel;

        (kernel.Yama, kernel.YamaPtraceScope).Should().Be((true, 2));
    }

    [TestCase("kdamond.0", true)]
    [TestCase("kdamondish", false)]
    public void A_DAMON_thread_is_found_by_its_name(string name, bool running)
    {
        using var tree = new SyntheticTree().With("proc/2/comm", "kthreadd").With("proc/77/comm", name);

        MachineConditions.Read(tree.Root).Kernel.KdamondRunning.Should().Be(running);
    }

    [Test]
    public void Where_no_kernel_thread_is_visible_DAMON_is_unknown()
    {
        using var tree = new SyntheticTree().With("proc/1/comm", "sleep");

        var conditions = MachineConditions.Read(tree.Root);

        conditions.Kernel.KdamondRunning.Should().BeNull();
        conditions.Unavailable.Should().Contain(entry => entry.Field == "kernel.kdamond_running" && entry.Fix != null);
    }

    [Test]
    public void DAMON_s_own_control_file_is_believed_from_another_pid_namespace()
    {
        using var tree = new SyntheticTree().With("proc/1/comm", "sleep").With("sys/kernel/mm/damon/admin/kdamonds/0/state", "on");

        MachineConditions.Read(tree.Root).Kernel.KdamondRunning.Should().BeTrue();
    }

    [TestCase("0", false)]
    [TestCase("2", true)]
    public void Any_mode_of_NUMA_balancing_but_0_is_on(string text, bool on)
    {
        using var tree = new SyntheticTree().With("proc/sys/kernel/numa_balancing", text);

        MachineConditions.Read(tree.Root).Kernel.NumaBalancing.Should().Be(on);
    }

    [Test]
    public void A_number_that_is_none_is_unknown_with_the_text_in_the_reason()
    {
        using var tree = new SyntheticTree().With("proc/sys/kernel/perf_event_paranoid", "99999999999");

        var conditions = MachineConditions.Read(tree.Root);

        conditions.Kernel.PerfEventParanoid.Should().BeNull();
        conditions.Unavailable.Should().Contain(entry => entry.Field == "kernel.perf_event_paranoid" && entry.Reason.Contains("99999999999"));
    }

    [Test]
    public void A_captured_tree_has_its_timer_frequency_from_the_configuration()
    {
        using var tree = new SyntheticTree().With("proc/config.gz", "CONFIG_HZ=1000\n");

        MachineConditions.Read(tree.Root).Kernel.Hz.Should().Be(1000);
    }
}
