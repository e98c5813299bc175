using LinuxThreads.Conditions;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Conditions;

public sealed class CapabilityProbeTests
{
    [Test]
    public void A_process_that_shuts_itself_off_says_nothing_of_the_others()
    {
        // A directory where the file should be cannot be read by anyone, root included.
        static string Status(int pid) => $"Name:\tx\nState:\tS (sleeping)\nTgid:\t{pid}\nPid:\t{pid}\nPPid:\t0\nUid:\t7\t7\t7\t7\nVmSize:\t8 kB\nThreads:\t1\n";
        using var tree = new SyntheticTree()
            .With("proc/101/status", Status(101)).WithDirectory("proc/101/maps")
            .With("proc/102/status", Status(102)).With("proc/102/maps", string.Empty).With("proc/102/syscall", "running");
        var conditions = MachineConditions.Read(tree.Root);
        conditions = conditions with { Process = conditions.Process with { UserId = 7 } };

        var check = CapabilityProbe.Read(tree.Root, conditions, shimPresent: true).Single(capability => capability.Name == "own-processes");

        check.Verdict.Should().Be(CapabilityVerdict.Ok);
        check.Finding.Should().Contain("process 102");
    }

    [Test]
    public void Of_an_empty_tree_nothing_is_ok_but_what_needs_no_kernel()
    {
        using var tree = new SyntheticTree();

        var ok = Read(tree, []).Where(check => check.Verdict == CapabilityVerdict.Ok).Select(check => check.Name);

        ok.Should().BeEquivalentTo("default-stack-size-name", "default-stack-size-value", "shim");
    }

    [Test]
    [Category("Live")]
    public void Here_every_check_has_a_finding_and_what_it_gives()
    {
        var checks = CapabilityProbe.Read(ProcRoot.System, MachineConditions.Read(ProcRoot.System), shimPresent: false);

        checks.Select(check => check.Name).Should().OnlyHaveUniqueItems();
        checks.Should().OnlyContain(check => check.Finding.Length > 10 && check.Gives.Length > 10);
        checks.Where(check => check.Verdict == CapabilityVerdict.Ok).Should().OnlyContain(check => check.Fix == null);
        checks.Single(check => check.Name == "smaps").Verdict.Should().Be(CapabilityVerdict.Ok);
        checks.Single(check => check.Name == "shim").Verdict.Should().Be(CapabilityVerdict.Missing);
    }

    [Test]
    [Category("Live")]
    public void The_ioctls_work_on_kernels_that_have_them()
    {
        var version = Osrelease.Read(ProcRoot.System).Version;

        (KernelProbes.TryPagemapScan() is null).Should().Be(version >= new KernelVersion(6, 7));
        (KernelProbes.TryProcmapQuery() is null).Should().Be(version >= new KernelVersion(6, 11));
    }

    [Test]
    [Category("Live")]
    public void Taskstats_answers_who_may_administer_the_network()
    {
        var refused = TaskstatsProbe.Try(TaskCalls.CurrentTid);
        if (refused == Errno.ENOENT)
        {
            Assert.Ignore("this kernel has no taskstats");
        }

        var capabilities = MachineConditions.Read(ProcRoot.System).Process.Capabilities;
        (refused is null).Should().Be(capabilities!.Contains("CAP_NET_ADMIN"), $"the kernel answered {refused}");
    }

    [TestCase("DOTNET_DefaultStackSize", "180000", "default-stack-size-name", CapabilityVerdict.Limited)]
    [TestCase("COMPlus_DefaultStackSize", "180000", "default-stack-size-name", CapabilityVerdict.Limited)]
    [TestCase("DOTNET_Thread_DefaultStackSize", "1048576", "default-stack-size-value", CapabilityVerdict.Limited)]
    [TestCase("DOTNET_Thread_DefaultStackSize", "1 MB", "default-stack-size-value", CapabilityVerdict.Limited)]
    [TestCase("DOTNET_Thread_DefaultStackSize", "40000", "default-stack-size-value", CapabilityVerdict.Ok)]
    [TestCase("DOTNET_Thread_DefaultStackSize", "0x100000", "default-stack-size-value", CapabilityVerdict.Ok)]
    public void A_stack_size_in_the_environment_is_read_as_the_runtime_reads_it(string variable, string value, string name, CapabilityVerdict verdict)
    {
        using var tree = new SyntheticTree();

        Read(tree, new() { [variable] = value }).Single(check => check.Name == name).Verdict.Should().Be(verdict);
    }

    [Test]
    public void A_decimal_stack_size_is_corrected_to_hexadecimal()
    {
        using var tree = new SyntheticTree();

        var check = Read(tree, new() { ["DOTNET_Thread_DefaultStackSize"] = "262144" }).Single(check => check.Name == "default-stack-size-value");

        check.Finding.Should().Contain("2,498,884");
        check.Fix.Should().Contain("40000");
    }

    [TestCase("[always] madvise never", CapabilityVerdict.Limited)]
    [TestCase("always [madvise] never", CapabilityVerdict.Ok)]
    public void Huge_pages_for_every_stack_are_a_warning(string mode, CapabilityVerdict verdict)
    {
        using var tree = new SyntheticTree().With("sys/kernel/mm/transparent_hugepage/enabled", mode);

        Read(tree, []).Single(check => check.Name == "huge-page-stacks").Verdict.Should().Be(verdict);
    }

    [TestCase("32768", "192730", CapabilityVerdict.Limited)]
    [TestCase("4194304", "192730", CapabilityVerdict.Ok)]
    public void Ids_that_run_out_before_threads_are_a_warning(string pidMax, string threadsMax, CapabilityVerdict verdict)
    {
        using var tree = new SyntheticTree()
            .With("proc/sys/kernel/pid_max", pidMax)
            .With("proc/sys/kernel/threads-max", threadsMax);

        Read(tree, []).Single(check => check.Name == "pid-max").Verdict.Should().Be(verdict);
    }

    [TestCase("65530", CapabilityVerdict.Limited)]
    [TestCase("65536", CapabilityVerdict.Ok)]
    public void Mappings_that_run_out_before_threads_are_a_warning(string maps, CapabilityVerdict verdict)
    {
        using var tree = new SyntheticTree()
            .With("proc/sys/vm/max_map_count", maps)
            .With("proc/sys/kernel/pid_max", "32768")
            .With("proc/sys/kernel/threads-max", "192730");

        Read(tree, []).Single(check => check.Name == "max-map-count").Verdict.Should().Be(verdict);
    }

    [TestCase("200000 100000", null, CapabilityVerdict.Limited)]
    [TestCase("200000 100000", "2", CapabilityVerdict.Ok)]
    [TestCase("max 100000", null, CapabilityVerdict.Ok)]
    [TestCase("800000 100000", null, CapabilityVerdict.Ok)]
    public void Arenas_are_judged_by_the_CPU_quota(string quota, string? arenas, CapabilityVerdict verdict)
    {
        using var tree = new SyntheticTree()
            .With("proc/self/maps", "7f0-7f1 r-xp 0 fe:00 1 /lib/libc.so.6\n")
            .With("proc/self/status", "Name:\tx\nState:\tR (running)\nTgid:\t5\nPid:\t5\nPPid:\t1\nThreads:\t3\nCpus_allowed_list:\t0-7\n")
            .With("proc/self/cgroup", "0::/\n")
            .With("proc/self/mountinfo", "35 24 0:30 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
            .With("sys/fs/cgroup/cpu.max", quota);

        var environment = arenas is null ? [] : new Dictionary<string, string> { ["MALLOC_ARENA_MAX"] = arenas };
        Read(tree, environment).Single(check => check.Name == "malloc-arenas").Verdict.Should().Be(verdict);
    }

    [TestCase("0", CapabilityVerdict.Missing)]
    [TestCase("0,5", CapabilityVerdict.Ok)]
    public void Two_CPUs_are_needed_for_hand_overs_between_CPUs(string allowed, CapabilityVerdict verdict)
    {
        using var tree = new SyntheticTree()
            .With("proc/self/status", $"Name:\tx\nState:\tR (running)\nTgid:\t5\nPid:\t5\nPPid:\t1\nThreads:\t3\nCpus_allowed_list:\t{allowed}\n");

        Read(tree, []).Single(check => check.Name == "two-cpus").Verdict.Should().Be(verdict);
    }

    [TestCase("2", CapabilityVerdict.Limited)]
    [TestCase("1", CapabilityVerdict.Ok)]
    [TestCase("-1", CapabilityVerdict.Ok)]
    public void Paranoia_of_2_hides_context_switches(string level, CapabilityVerdict verdict)
    {
        using var tree = new SyntheticTree().With("proc/sys/kernel/perf_event_paranoid", level);

        Read(tree, []).Single(check => check.Name == "perf-event-paranoid").Verdict.Should().Be(verdict);
    }

    [Test]
    public void The_family_s_number_is_found_behind_other_attributes()
    {
        byte[] header = new byte[20];
        byte[] name = [14, 0, 2, 0, .. "TASKSTATS\0"u8, 0, 0];
        byte[] id = [6, 0, 1, 0, 0x1d, 0, 0, 0];

        TaskstatsProbe.FamilyId([.. header, .. name, .. id]).Should().Be(0x1d);
        TaskstatsProbe.FamilyId([.. header, .. name]).Should().BeNull();
        TaskstatsProbe.FamilyId([.. header, 0, 0, 0, 0]).Should().BeNull();
    }

    private static IReadOnlyList<Capability> Read(SyntheticTree tree, Dictionary<string, string> environment) =>
        CapabilityProbe.Read(tree.Root, MachineConditions.Read(tree.Root), shimPresent: true, environment.GetValueOrDefault);
}
