namespace LinuxThreads.Conditions;

/// <summary>What the running kernel is and which of its features bear on threads; a null property is unknown, with an entry that says why.</summary>
public sealed record KernelFacts
{
    /// <summary>The kernel's release, for instance <c>6.18.44-generic</c>.</summary>
    /// <remarks>Source: <c>/proc/sys/kernel/osrelease</c>.</remarks>
    public string? Release { get; init; }

    /// <summary>The kernel's whole version line: release, builder, compiler, build flags.</summary>
    /// <remarks>Source: <c>/proc/version</c>.</remarks>
    public string? Version { get; init; }

    /// <summary>Where the kernel lets itself be preempted now: <c>none</c>, <c>voluntary</c>, <c>full</c>, <c>lazy</c> or <c>rt</c>.</summary>
    /// <remarks>
    /// Source: <c>sched/preempt</c> in debugfs; without it the version line and the configuration, unless the kernel is
    /// PREEMPT_DYNAMIC, which may have been changed while running and is then unknown.
    /// </remarks>
    public string? PreemptModel { get; init; }

    /// <summary>The preemption model that the kernel started with, in the words of <see cref="PreemptModel"/>.</summary>
    /// <remarks>Source: <c>preempt=</c> in <c>/proc/cmdline</c>, else <c>CONFIG_PREEMPT*</c> of the kernel's configuration.</remarks>
    public string? PreemptModelAtBoot { get; init; }

    /// <summary>Timer ticks per second (<c>CONFIG_HZ</c>).</summary>
    /// <remarks>Source: <c>clock_getres(CLOCK_MONOTONIC_COARSE)</c>, which is the length of one tick; for a captured tree the kernel's configuration.</remarks>
    public int? Hz { get; init; }

    /// <summary>The file with the kernel's configuration that could be read.</summary>
    /// <remarks>Source: <c>/proc/config.gz</c>, <c>/boot/config-*</c>, <c>/lib/modules/*/config</c>.</remarks>
    public string? ConfigFile { get; init; }

    /// <summary>The clock source in use, for instance <c>tsc</c>, <c>kvm-clock</c>, <c>arch_sys_counter</c>.</summary>
    /// <remarks>Source: <c>/sys/devices/system/clocksource/clocksource0/current_clocksource</c>.</remarks>
    public string? ClockSource { get; init; }

    /// <summary>True if a sched_ext (BPF) scheduler has replaced the kernel's own; false also if the kernel has no sched_ext.</summary>
    /// <remarks>Source: <c>/sys/kernel/sched_ext/state</c>. Since: Linux 6.12 (<c>CONFIG_SCHED_CLASS_EXT</c>).</remarks>
    public bool? SchedExtActive { get; init; }

    /// <summary>The kernel's word for the state of sched_ext; null without an entry if the kernel has no sched_ext.</summary>
    /// <remarks>Source: <c>/sys/kernel/sched_ext/state</c>.</remarks>
    public string? SchedExtState { get; init; }

    /// <summary>The name of the sched_ext scheduler; null without an entry if none is loaded.</summary>
    /// <remarks>Source: <c>/sys/kernel/sched_ext/root/ops</c>.</remarks>
    public string? SchedExtScheduler { get; init; }

    /// <summary>True if tasks are grouped by session for the sake of interactive work (autogroup).</summary>
    /// <remarks>Source: <c>/proc/sys/kernel/sched_autogroup_enabled</c>; false if the kernel has no such file.</remarks>
    public bool? Autogroup { get; init; }

    /// <summary>True if real-time tasks may use a CPU without limit.</summary>
    /// <remarks>Source: <c>/proc/sys/kernel/sched_rt_runtime_us</c> is −1.</remarks>
    public bool? RtRuntimeUnlimited { get; init; }

    /// <summary>The time real-time tasks may use in each period, in microseconds; null without an entry if unlimited.</summary>
    /// <remarks>Source: <c>/proc/sys/kernel/sched_rt_runtime_us</c>.</remarks>
    public long? RtRuntimeUs { get; init; }

    /// <summary>The period of <see cref="RtRuntimeUs"/>, in microseconds.</summary>
    /// <remarks>Source: <c>/proc/sys/kernel/sched_rt_period_us</c>.</remarks>
    public long? RtPeriodUs { get; init; }

    /// <summary>True if the kernel accounts pressure stall information.</summary>
    /// <remarks>Source: <c>/proc/pressure/cpu</c> can be read; the file is there and refuses (EOPNOTSUPP) where PSI is off.</remarks>
    public bool? PressureStallInformation { get; init; }

    /// <summary>True if the scheduler keeps its detailed statistics; false also if the kernel was built without them.</summary>
    /// <remarks>Source: <c>/proc/sys/kernel/sched_schedstats</c>. Per-task <c>schedstat</c> files work without.</remarks>
    public bool? Schedstats { get; init; }

    /// <summary>True if tracefs is mounted and this user may list its events.</summary>
    /// <remarks>Source: <c>/sys/kernel/tracing/events</c>, else <c>/sys/kernel/debug/tracing/events</c>.</remarks>
    public bool? Tracefs { get; init; }

    /// <summary>The restriction on performance events: −1 none, 0, 1, 2 (user space only), on some distributions 3 or 4 (nothing).</summary>
    /// <remarks>Source: <c>/proc/sys/kernel/perf_event_paranoid</c>.</remarks>
    public int? PerfEventParanoid { get; init; }

    /// <summary>True if the Yama security module is part of this kernel.</summary>
    /// <remarks>Source: the directory <c>/proc/sys/kernel/yama</c>.</remarks>
    public bool? Yama { get; init; }

    /// <summary>Yama's restriction on attaching: 0 classic, 1 descendants only, 2 <c>CAP_SYS_PTRACE</c> only, 3 nobody; null without an entry if there is no Yama.</summary>
    /// <remarks>Source: <c>/proc/sys/kernel/yama/ptrace_scope</c>.</remarks>
    public int? YamaPtraceScope { get; init; }

    /// <summary>True if a DAMON thread is at work, which samples and may reclaim memory in the background.</summary>
    /// <remarks>
    /// Source: <c>/sys/kernel/mm/damon/admin/kdamonds/*/state</c> (root only), else a task named <c>kdamond.*</c> under /proc.
    /// Kernel threads cannot be seen from another pid namespace: unknown there.
    /// </remarks>
    public bool? KdamondRunning { get; init; }

    /// <summary>True if the kernel moves memory between nodes after the tasks that use it.</summary>
    /// <remarks>Source: <c>/proc/sys/kernel/numa_balancing</c>; false if the kernel has no such file.</remarks>
    public bool? NumaBalancing { get; init; }
}
