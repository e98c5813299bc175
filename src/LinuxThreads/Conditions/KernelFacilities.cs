using System.Globalization;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Finds out which means of handing over directly the kernel has.</summary>
public static class KernelFacilities
{
    /// <summary>The name of seccomp's synchronous wake-up.</summary>
    internal const string SyncWakeUp = "seccomp-sync-wake-up";

    private static readonly KernelVersion SyncWakeUpSince = new(6, 6);

    /// <summary>Every facility with its state. Changes nothing, and starts no process.</summary>
    /// <param name="root">The running system, or a captured tree, of which what only system calls tell is <see cref="FacilityState.Unknown"/>.</param>
    /// <param name="conditions">The conditions as read from <paramref name="root"/>.</param>
    public static IReadOnlyList<KernelFacility> Probe(ProcRoot root, MachineConditions conditions)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(conditions);
        var live = MachineConditions.IsLive(root);
        var swap = live ? Asked(KernelProbes.TryFutexSwap(TaskCalls.CurrentTid)) : null;
        var notify = live ? Asked(KernelProbes.TrySeccompUserNotification()) : null;
        var slice = live ? Asked(KernelProbes.TryRseqSliceExtension()) : null;
        var notification = SeccompNotification(notify);
        return
        [
            FutexSwap(swap),
            Umcg(root),
            SchedExt(conditions),
            RseqSlice(slice),
            notification,
            SyncWake(notification, conditions),
        ];
    }

    /// <summary>From what operation 13 of <c>futex(2)</c> answered to a word that holds the caller's own id and not the value expected.</summary>
    internal static KernelFacility FutexSwap(Answer? answer)
    {
        const string Fix = "No released kernel has it: its patches of 2020 were not merged.";
        var (state, reason) = answer switch
        {
            null => NotLive,
            // A wait for a value that the word does not hold.
            { Refused: { } errno } when errno == Errno.EAGAIN => (FacilityState.Present, "futex(2) took operation 13 for a wait: EAGAIN for a value that the word did not hold."),
            { Refused: { } errno } when errno == Errno.EDEADLK => (FacilityState.Absent, "Operation 13 of futex(2) is FUTEX_LOCK_PI2 here: EDEADLK for a word that the caller holds."),
            { Refused: { } errno } when errno == Errno.ENOSYS => (FacilityState.Absent, "futex(2) has no operation 13: ENOSYS."),
            { Refused: { } errno } when errno == Errno.EPERM => (FacilityState.NotPermitted, "futex(2) with operation 13 failed: EPERM; a seccomp filter forbids it."),
            { Refused: { } errno } => (FacilityState.Unknown, $"futex(2) with operation 13 failed: {errno}, {errno.Description}; neither FUTEX_SWAP nor FUTEX_LOCK_PI2 answers so."),
            _ => (FacilityState.Unknown, "futex(2) with operation 13 succeeded; neither FUTEX_SWAP nor FUTEX_LOCK_PI2 does with these arguments."),
        };
        return new KernelFacility("futex-swap", state, reason, state == FacilityState.Present ? null : Fix, "waking one thread and sleeping in one call, on the CPU given up");
    }

    /// <summary>From the kernel's symbols; the numbers of its calls are other calls' in released kernels.</summary>
    internal static KernelFacility Umcg(ProcRoot root)
    {
        const string Fix = "No released kernel has it: its patches of 2021 to 2023 were not merged.";
        var (state, reason) = UmcgSymbols(root);
        return new KernelFacility("umcg", state, reason, state == FacilityState.Present ? null : Fix, "scheduling threads from user space (user-managed concurrency groups)");
    }

    /// <summary>From the conditions: the state of the BPF scheduler class, and whether this user could load one.</summary>
    internal static KernelFacility SchedExt(MachineConditions conditions)
    {
        const string Gives = "a scheduler of one's own, as a BPF program";
        KernelFacility Of(FacilityState state, string reason, string? fix) => new("sched-ext", state, reason, fix, Gives);
        var kernel = conditions.Kernel;
        if (kernel.SchedExtActive is null)
        {
            var entry = conditions.Unavailable.FirstOrDefault(static entry => entry.Field.StartsWith("kernel.sched_ext", StringComparison.Ordinal));
            return Of(FacilityState.Unknown, entry?.Reason ?? "The state of sched_ext is unknown.", entry?.Fix);
        }

        if (kernel.SchedExtState is not { } state)
        {
            return Of(FacilityState.Absent, "There is no /sys/kernel/sched_ext.", "Linux 6.12 or later with CONFIG_SCHED_CLASS_EXT.");
        }

        var loaded = $"/sys/kernel/sched_ext/state is {state}{(kernel.SchedExtScheduler is { } name ? $", by the scheduler {name}" : "")}";
        if (conditions.Process.Capabilities is not { } held)
        {
            return Of(FacilityState.Unknown, $"{loaded}; this user's capabilities are unknown.", null);
        }

        // kernel/bpf/syscall.c: a struct_ops program needs both, and CAP_SYS_ADMIN stands for each.
        return held.Contains("CAP_SYS_ADMIN") || (held.Contains("CAP_BPF") && held.Contains("CAP_PERFMON"))
            ? Of(FacilityState.Present, $"{loaded}; this user's capabilities allow loading one, if they are of the initial user namespace.", null)
            : Of(FacilityState.NotPermitted, $"{loaded}; loading one takes capabilities that this user has not.", "Run as root, or with CAP_BPF and CAP_PERFMON.");
    }

    /// <summary>From the read-only query of the rseq time-slice extension.</summary>
    internal static KernelFacility RseqSlice(Answer? answer)
    {
        const string Fix = "Linux 7.0 or later with CONFIG_RSEQ_SLICE_EXTENSION.";
        // The kernel's own ENOTSUPP, which no C library has a name for.
        const int DisabledAtBoot = 524;
        var (state, reason) = answer switch
        {
            null => NotLive,
            { Refused: null } => (FacilityState.Present, "prctl(PR_RSEQ_SLICE_EXTENSION, PR_RSEQ_SLICE_EXTENSION_GET) works."),
            { Refused: { Number: DisabledAtBoot } } => (FacilityState.NotPermitted, "prctl(PR_RSEQ_SLICE_EXTENSION) failed with 524: it is switched off on the kernel's command line."),
            { Refused: { } errno } when errno == Errno.EINVAL || errno == Errno.ENOSYS => (FacilityState.Absent, $"prctl(PR_RSEQ_SLICE_EXTENSION) failed: {errno}."),
            { Refused: { } errno } when errno == Errno.EPERM => (FacilityState.NotPermitted, "prctl(PR_RSEQ_SLICE_EXTENSION) failed: EPERM; a seccomp filter forbids it."),
            { Refused: { } errno } => (FacilityState.Unknown, $"prctl(PR_RSEQ_SLICE_EXTENSION) failed: {errno}, {errno.Description}."),
        };
        return new KernelFacility("rseq-slice-extension", state, reason, state == FacilityState.Present ? null : Fix, "a few microseconds more before preemption, while a lock is held");
    }

    /// <summary>From whether the kernel knows the action of a filter.</summary>
    internal static KernelFacility SeccompNotification(Answer? answer)
    {
        const string Fix = "Linux 5.0 or later with CONFIG_SECCOMP_FILTER.";
        var (state, reason) = answer switch
        {
            null => NotLive,
            { Refused: null } => (FacilityState.Present, "The kernel knows SECCOMP_RET_USER_NOTIF."),
            { Refused: { } errno } when errno == Errno.EPERM || errno == Errno.EACCES => (FacilityState.NotPermitted, $"seccomp(2) failed: {errno}; a filter forbids it."),
            { Refused: { } errno } when errno == Errno.EOPNOTSUPP || errno == Errno.ENOSYS || errno == Errno.EINVAL => (FacilityState.Absent, $"seccomp(SECCOMP_GET_ACTION_AVAIL) failed: {errno}."),
            { Refused: { } errno } => (FacilityState.Unknown, $"seccomp(SECCOMP_GET_ACTION_AVAIL) failed: {errno}, {errno.Description}."),
        };
        return new KernelFacility("seccomp-notify", state, reason, state == FacilityState.Present ? null : Fix, "answering a thread's system calls by another thread");
    }

    /// <summary>From the release: only a listener, so a filter that stays, could be asked. <c>linuxthreads directed</c> tries it in a child process.</summary>
    internal static KernelFacility SyncWake(KernelFacility notification, MachineConditions conditions)
    {
        const string Fix = "Linux 6.6 or later with CONFIG_SECCOMP_FILTER.";
        KernelFacility Of(FacilityState state, string reason) => new(
            SyncWakeUp, state, reason, state == FacilityState.Present ? null : Fix, "waking the thread that answers on the CPU of the one that asks");
        if (notification.State != FacilityState.Present)
        {
            return Of(notification.State, $"It goes with seccomp-notify. {notification.Reason}");
        }

        if (conditions.Kernel.Release is not { } release)
        {
            return Of(FacilityState.Unknown, "The kernel's release is unknown.");
        }

        return Osrelease.Parse(System.Text.Encoding.UTF8.GetBytes(release)).Version >= SyncWakeUpSince
            ? Of(FacilityState.Present, string.Create(CultureInfo.InvariantCulture, $"Linux {release} has it, as every kernel since 6.6."))
            : Of(FacilityState.Unknown, $"It came with Linux 6.6 and this is {release}, into which a distribution may have taken it.");
    }

    private static (FacilityState, string) NotLive => (FacilityState.Unknown, "It is asked of the running kernel; this is a captured tree.");

    private static Answer Asked(Errno? refused) => new(refused);

    private static (FacilityState State, string Reason) UmcgSymbols(ProcRoot root)
    {
        const string Path = "proc/kallsyms";
        byte[] symbols;
        try
        {
            symbols = root.ReadAllBytes(Path);
        }
        catch (SyscallException refused)
        {
            return (FacilityState.Unknown, FactReader.Describe(refused));
        }

        // Each architecture's entry points end alike: __x64_sys_umcg_ctl, __arm64_sys_umcg_ctl.
        return symbols.AsSpan().IndexOf("sys_umcg_"u8) >= 0 ? (FacilityState.Present, $"{root.Resolve(Path)} has its system calls.")
            : symbols.AsSpan().IndexOf("sys_futex"u8) >= 0 ? (FacilityState.Absent, $"{root.Resolve(Path)} has none of its system calls, and has those of futex.")
            : (FacilityState.Unknown, $"{root.Resolve(Path)} does not list the kernel's system calls.");
    }

    /// <summary>What a call answered.</summary>
    /// <param name="Refused">The refusal, or null if it worked.</param>
    internal sealed record Answer(Errno? Refused);
}
