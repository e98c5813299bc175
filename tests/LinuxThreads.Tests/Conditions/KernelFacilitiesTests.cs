using LinuxThreads.Conditions;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Tests.Conditions;

public sealed class KernelFacilitiesTests
{
    [TestCase(11, FacilityState.Present)]
    [TestCase(35, FacilityState.Absent)]
    [TestCase(38, FacilityState.Absent)]
    [TestCase(1, FacilityState.NotPermitted)]
    [TestCase(22, FacilityState.Unknown)]
    public void FUTEX_SWAP_and_the_call_that_has_its_number_now_are_told_apart_by_their_answers(int errno, FacilityState state) =>
        KernelFacilities.FutexSwap(Refused(errno)).State.Should().Be(state);

    [Test]
    public void A_swap_that_succeeds_is_neither() => KernelFacilities.FutexSwap(Worked).State.Should().Be(FacilityState.Unknown);

    [TestCase(22, FacilityState.Absent)]
    [TestCase(38, FacilityState.Absent)]
    [TestCase(524, FacilityState.NotPermitted)]
    [TestCase(1, FacilityState.NotPermitted)]
    [TestCase(5, FacilityState.Unknown)]
    public void A_kernel_without_slice_extension_and_one_that_has_it_switched_off_answer_differently(int errno, FacilityState state)
    {
        KernelFacilities.RseqSlice(Refused(errno)).State.Should().Be(state);
        KernelFacilities.RseqSlice(Worked).State.Should().Be(FacilityState.Present);
    }

    [TestCase(95, FacilityState.Absent)]
    [TestCase(22, FacilityState.Absent)]
    [TestCase(38, FacilityState.Absent)]
    [TestCase(1, FacilityState.NotPermitted)]
    [TestCase(5, FacilityState.Unknown)]
    public void Notification_is_there_if_the_action_is_known(int errno, FacilityState state)
    {
        KernelFacilities.SeccompNotification(Refused(errno)).State.Should().Be(state);
        KernelFacilities.SeccompNotification(Worked).State.Should().Be(FacilityState.Present);
    }

    [TestCase("6.6.0", FacilityState.Present)]
    [TestCase("6.18.44-x", FacilityState.Present)]
    [TestCase("6.5.9", FacilityState.Unknown)]
    public void The_synchronous_wake_up_came_with_6_6_and_may_be_in_older_kernels_of_distributions(string release, FacilityState state)
    {
        using var tree = new SyntheticTree().With("proc/sys/kernel/osrelease", release);

        KernelFacilities.SyncWake(KernelFacilities.SeccompNotification(Worked), MachineConditions.Read(tree.Root)).State.Should().Be(state);
    }

    [Test]
    public void Without_notification_there_is_no_wake_up_of_it()
    {
        using var tree = new SyntheticTree().With("proc/sys/kernel/osrelease", "6.18.0");

        KernelFacilities.SyncWake(KernelFacilities.SeccompNotification(Refused(95)), MachineConditions.Read(tree.Root)).State.Should().Be(FacilityState.Absent);
    }

    [TestCase("0000000000000000 T __x64_sys_futex\n0000000000000000 T __x64_sys_umcg_ctl\n", FacilityState.Present)]
    [TestCase("0000000000000000 T __arm64_sys_futex\n0000000000000000 t umcg_like [driver]\n", FacilityState.Absent)]
    [TestCase("", FacilityState.Unknown)]
    [TestCase("0000000000000000 T startup_64\n", FacilityState.Unknown)]
    public void UMCG_is_there_if_the_kernel_lists_its_calls_and_absent_only_if_it_lists_others(string symbols, FacilityState state)
    {
        using var tree = new SyntheticTree().With("proc/kallsyms", symbols);

        KernelFacilities.Umcg(tree.Root).State.Should().Be(state);
    }

    [Test]
    public void Symbols_that_cannot_be_read_leave_UMCG_unknown()
    {
        using var tree = new SyntheticTree();

        var facility = KernelFacilities.Umcg(tree.Root);

        (facility.State, facility.Reason.Contains("kallsyms")).Should().Be((FacilityState.Unknown, true));
    }

    [TestCase("CAP_SYS_ADMIN", FacilityState.Present)]
    [TestCase("CAP_BPF CAP_PERFMON", FacilityState.Present)]
    [TestCase("CAP_BPF", FacilityState.NotPermitted)]
    [TestCase("", FacilityState.NotPermitted)]
    public void A_scheduler_may_be_loaded_by_who_has_the_capabilities(string capabilities, FacilityState state)
    {
        using var tree = new SyntheticTree().With("sys/kernel/sched_ext/state", "disabled");
        var conditions = MachineConditions.Read(tree.Root);
        conditions = conditions with { Process = conditions.Process with { Capabilities = capabilities.Split(' ', StringSplitOptions.RemoveEmptyEntries) } };

        var facility = KernelFacilities.SchedExt(conditions);

        (facility.State, facility.Reason.Contains("is disabled")).Should().Be((state, true));
    }

    [Test]
    public void A_loaded_scheduler_is_named()
    {
        using var tree = new SyntheticTree().With("sys/kernel/sched_ext/state", "enabled").With("sys/kernel/sched_ext/root/ops", "simple");

        KernelFacilities.SchedExt(MachineConditions.Read(tree.Root)).Reason.Should().Contain("enabled, by the scheduler simple");
    }

    [Test]
    public void A_kernel_that_lists_no_sched_ext_has_none_and_one_that_lists_nothing_is_unknown()
    {
        using var without = new SyntheticTree().WithDirectory("sys/kernel/debug");
        using var nothing = new SyntheticTree();

        KernelFacilities.SchedExt(MachineConditions.Read(without.Root)).State.Should().Be(FacilityState.Absent);
        KernelFacilities.SchedExt(MachineConditions.Read(nothing.Root)).State.Should().Be(FacilityState.Unknown);
    }

    [Test]
    public void What_only_calls_tell_is_unknown_of_a_captured_tree()
    {
        using var tree = new SyntheticTree();

        KernelFacilities.Probe(tree.Root, MachineConditions.Read(tree.Root)).Should().OnlyContain(static facility => facility.State == FacilityState.Unknown);
    }

    [Test]
    [Category("Live")]
    public void No_released_kernel_has_FUTEX_SWAP_or_UMCG()
    {
        var facilities = KernelFacilities.Probe(ProcRoot.System, MachineConditions.Read(ProcRoot.System));

        facilities.Select(facility => facility.Name).Should().Equal(
            "futex-swap", "umcg", "sched-ext", "rseq-slice-extension", "seccomp-notify", "seccomp-sync-wake-up");
        facilities[0].State.Should().BeOneOf(FacilityState.Absent, FacilityState.NotPermitted);
        facilities[1].State.Should().BeOneOf(FacilityState.Absent, FacilityState.Unknown);
        facilities.Should().OnlyContain(static facility => (facility.State == FacilityState.Present) == (facility.Fix == null) || facility.Name == "sched-ext");
    }

    [Test]
    [Category("Live")]
    public void Asking_twice_gives_the_same_answers_and_leaves_the_thread_as_it_was()
    {
        var before = ProcRoot.System.ReadAllBytes("proc/thread-self/status").AsSpan().IndexOf("Seccomp:\t0"u8);

        KernelProbes.TryFutexSwap(TaskCalls.CurrentTid).Should().Be(KernelProbes.TryFutexSwap(TaskCalls.CurrentTid));
        KernelProbes.TrySeccompUserNotification().Should().Be(KernelProbes.TrySeccompUserNotification());
        KernelProbes.TryRseqSliceExtension().Should().Be(KernelProbes.TryRseqSliceExtension());

        (ProcRoot.System.ReadAllBytes("proc/thread-self/status").AsSpan().IndexOf("Seccomp:\t0"u8) >= 0).Should().Be(before >= 0);
    }

    private static KernelFacilities.Answer Worked => new(Refused: null);

    private static KernelFacilities.Answer Refused(int errno) => new(new Errno(errno));
}
