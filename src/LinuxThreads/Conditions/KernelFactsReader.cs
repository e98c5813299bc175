using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Reads <see cref="KernelFacts"/>.</summary>
internal static class KernelFactsReader
{
    private const string Sysctl = "proc/sys/kernel";
    private const string SchedExt = "sys/kernel/sched_ext";
    private const string MountDebugfs = "As root: mount -t debugfs none /sys/kernel/debug";

    /// <param name="reader">Where to read.</param>
    /// <param name="config">The kernel's configuration, if it could be read.</param>
    /// <param name="live">True if the tree is that of the running system, so that its system calls speak of it too.</param>
    public static KernelFacts Read(FactReader reader, KernelConfig? config, bool live)
    {
        var osrelease = reader.Value("release", $"{Sysctl}/osrelease", Osrelease.Parse);
        var version = reader.Text("version", "proc/version");
        var preempt = Preempt(reader, version, osrelease?.Version, config);
        var schedExt = SchedExtension(reader);
        var runtime = reader.Number("rt_runtime_us", $"{Sysctl}/sched_rt_runtime_us");
        if (runtime is null)
        {
            reader.Miss("rt_runtime_unlimited", "It follows from rt_runtime_us.");
        }

        var yama = reader.Listed("yama", Sysctl, "yama");
        return new KernelFacts
        {
            Release = osrelease?.Release,
            Version = version,
            PreemptModel = preempt.InForce,
            PreemptModelAtBoot = preempt.AtBoot,
            Hz = Hz(reader, config, live),
            ConfigFile = config?.Source,
            ClockSource = reader.Text("clock_source", "sys/devices/system/clocksource/clocksource0/current_clocksource"),
            SchedExtActive = schedExt.Active,
            SchedExtState = schedExt.State,
            SchedExtScheduler = schedExt.Scheduler,
            Autogroup = OptionalFlag(reader, "autogroup", "sched_autogroup_enabled"),
            RtRuntimeUnlimited = runtime is null ? null : runtime < 0,
            RtRuntimeUs = runtime >= 0 ? runtime : null,
            RtPeriodUs = reader.Number("rt_period_us", $"{Sysctl}/sched_rt_period_us"),
            PressureStallInformation = Psi(reader),
            Schedstats = OptionalFlag(reader, "schedstats", "sched_schedstats"),
            Tracefs = Tracefs(reader),
            PerfEventParanoid = reader.Number32("perf_event_paranoid", $"{Sysctl}/perf_event_paranoid"),
            Yama = yama,
            YamaPtraceScope = yama switch
            {
                true => reader.Number32("yama_ptrace_scope", $"{Sysctl}/yama/ptrace_scope"),
                false => null,
                null => Missed(reader, "yama_ptrace_scope", "It is not known whether the kernel has Yama."),
            },
            KdamondRunning = Kdamonds.AreRunning(reader),
            NumaBalancing = Listed(reader, "numa_balancing") is { } listed ? Balancing(reader, listed) : null,
        };
    }

    private static PreemptModel Preempt(FactReader reader, string? version, KernelVersion? release, KernelConfig? config)
    {
        var debugfs = reader.TryValue("sys/kernel/debug/sched/preempt", FactReader.ParseText, out var refusal, out _);
        var commandLine = reader.TryValue("proc/cmdline", FactReader.ParseText, out var noCommandLine, out _);
        var preempt = PreemptModel.Conclude(version, release, config, commandLine, debugfs);
        if (preempt.InForce is null)
        {
            reader.Miss("preempt_model", $"{preempt.Reason} {refusal}", MountDebugfs);
        }

        if (preempt.AtBoot is null)
        {
            reader.Miss("preempt_model_at_boot",
                $"Neither the kernel's command line nor its configuration tells. {noCommandLine}".TrimEnd());
        }

        return preempt;
    }

    private static int? Hz(FactReader reader, KernelConfig? config, bool live)
    {
        var reason = "A captured tree tells the timer frequency only by the kernel's configuration, which could not be read.";
        if (live)
        {
            // TICK_NSEC is rounded to whole nanoseconds (include/vdso/jiffies.h), and the frequency back from it.
            if (KernelProbes.ReadTickLength(out var errno) is { Value: > 0 } tick)
            {
                return (int)Math.Round(Nanoseconds.PerSecond / (double)tick.Value);
            }

            reason = $"clock_getres failed on CLOCK_MONOTONIC_COARSE: {errno}, {errno.Description}.";
        }

        if (config?.Number("CONFIG_HZ") is { } configured)
        {
            return configured;
        }

        reader.Miss("hz", reason);
        return null;
    }

    private static (bool? Active, string? State, string? Scheduler) SchedExtension(FactReader reader)
    {
        switch (reader.Listed("sched_ext_active", "sys/kernel", "sched_ext"))
        {
            case false:
                return (false, null, null);
            case null:
                reader.Miss("sched_ext_state", "It is not known whether the kernel has sched_ext.");
                return default;
        }

        var state = reader.Text("sched_ext_state", $"{SchedExt}/state");
        if (state is null)
        {
            reader.Miss("sched_ext_active", "It follows from sched_ext_state.");
            return default;
        }

        return state == "disabled"
            ? (false, state, null)
            : (true, state, reader.Text("sched_ext_scheduler", $"{SchedExt}/root/ops"));
    }

    private static bool? Psi(FactReader reader)
    {
        try
        {
            if (reader.Root.TryReadAllBytes("proc/pressure/cpu") is not null)
            {
                return true;
            }
        }
        catch (SyscallException refusal) when (refusal.Errno == Unsupported)
        {
            return false;
        }
        catch (SyscallException refusal)
        {
            reader.Miss("pressure_stall_information", FactReader.Describe(refusal), refusal.Advice);
            return null;
        }

        // CONFIG_PSI makes the directory, so a /proc without it is a kernel without it.
        return reader.Listed("pressure_stall_information", "proc", "pressure") is null ? null : false;
    }

    private static bool? Tracefs(FactReader reader)
    {
        foreach (var mount in new[] { "sys/kernel/tracing", "sys/kernel/debug/tracing" })
        {
            if (reader.Names($"{mount}/events", out _) is { Count: > 0 })
            {
                return true;
            }
        }

        // Nothing to list: not mounted, or not for this user. Only an empty /sys altogether leaves it open.
        if (reader.Names("sys/kernel", out var refusal) is not null)
        {
            return false;
        }

        reader.Miss("tracefs", FactReader.Describe(refusal!), refusal!.Advice);
        return null;
    }

    /// <summary>A sysctl that only some kernels have: where it is not listed, its feature is off.</summary>
    private static bool? OptionalFlag(FactReader reader, string field, string name) => Listed(reader, field, name) switch
    {
        true => reader.Flag(field, $"{Sysctl}/{name}"),
        var absent => absent,
    };

    private static bool? Listed(FactReader reader, string field, string? name = null) => reader.Listed(field, Sysctl, name ?? field);

    // 0 off, 1 balancing between nodes, 2 tiering; Documentation/admin-guide/sysctl/kernel.rst.
    private static bool? Balancing(FactReader reader, bool listed) => listed
        ? reader.Number("numa_balancing", $"{Sysctl}/numa_balancing") is { } mode ? mode != 0 : null
        : false;

    private static int? Missed(FactReader reader, string field, string reason)
    {
        reader.Miss(field, reason);
        return null;
    }

    /// <summary><c>EOPNOTSUPP</c>, which <c>psi_show</c> answers where PSI is built in but off (<c>kernel/sched/psi.c</c>).</summary>
    private static Errno Unsupported => new(95);
}
