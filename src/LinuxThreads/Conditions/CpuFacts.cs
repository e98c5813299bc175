namespace LinuxThreads.Conditions;

/// <summary>The processors, their places and how their speed and sleep are governed; a null property is unknown, with an entry that says why.</summary>
public sealed record CpuFacts
{
    /// <summary>The processor's name.</summary>
    /// <remarks>Source: <c>model name</c> of <c>/proc/cpuinfo</c>; on arm64, which prints none, <c>implementer … part …</c> with the numbers of those lines.</remarks>
    public string? Model { get; init; }

    /// <summary>The machine's architecture in the kernel's word: <c>x86_64</c>, <c>aarch64</c>.</summary>
    /// <remarks>Source: <c>/proc/sys/kernel/arch</c> (since Linux 6.1); without it what the runtime says of the running system.</remarks>
    public string? Architecture { get; init; }

    /// <summary>The CPUs that run tasks, in the kernel's notation: <c>0-3,8</c>.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/online</c>.</remarks>
    public string? Online { get; init; }

    /// <summary>The number of CPUs in <see cref="Online"/>.</summary>
    /// <remarks>Source: <see cref="Online"/>.</remarks>
    public int? OnlineCount { get; init; }

    /// <summary>The number of CPUs that are there, online or not.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/present</c>.</remarks>
    public int? PresentCount { get; init; }

    /// <summary>The CPUs that the scheduler does not balance tasks onto; empty if none.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/isolated</c>.</remarks>
    public string? Isolated { get; init; }

    /// <summary>The CPUs that run without a timer tick while they have one task; empty if none or if the kernel cannot do so.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/nohz_full</c>.</remarks>
    public string? NohzFull { get; init; }

    /// <summary>True if at least one core runs two or more CPUs.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/smt/active</c>. A hypervisor may hide that virtual CPUs share a core.</remarks>
    public bool? SmtActive { get; init; }

    /// <summary>Each online CPU's core, package, last-level cache and memory node, ascending; empty if unknown.</summary>
    /// <remarks>Source: see <see cref="CpuPlace"/>.</remarks>
    public IReadOnlyList<CpuPlace> Cpus { get; init; } = [];

    /// <summary>The driver that sets the CPUs' frequency; null with an entry where the kernel has none, as in most virtual machines.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/cpufreq/policy*/scaling_driver</c>; several are joined with a comma.</remarks>
    public string? FrequencyDriver { get; init; }

    /// <summary>The governor that chooses the CPUs' frequency, for instance <c>performance</c>.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/cpufreq/policy*/scaling_governor</c>; several are joined with a comma.</remarks>
    public string? FrequencyGovernor { get; init; }

    /// <summary>True if the CPUs may run above their nominal frequency.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/intel_pstate/no_turbo</c>, else <c>/sys/devices/system/cpu/cpufreq/boost</c>.</remarks>
    public bool? Boost { get; init; }

    /// <summary>The driver that puts idle CPUs to sleep, for instance <c>intel_idle</c>, <c>haltpoll</c>, <c>none</c>.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/cpuidle/current_driver</c>.</remarks>
    public string? IdleDriver { get; init; }

    /// <summary>The governor that chooses how deep they sleep, for instance <c>menu</c>.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/cpuidle/current_governor</c>, before Linux 5.7 <c>current_governor_ro</c>.</remarks>
    public string? IdleGovernor { get; init; }

    /// <summary>True if the kernel runs under a hypervisor.</summary>
    /// <remarks>Source: the CPU flag <c>hypervisor</c>, <c>/sys/hypervisor/type</c>, <c>/proc/device-tree/hypervisor</c>. False excludes only hypervisors that say so.</remarks>
    public bool? Hypervisor { get; init; }

    /// <summary>The hypervisor's or the virtual machine's name; null without an entry if <see cref="Hypervisor"/> is false.</summary>
    /// <remarks>Source: <c>/sys/hypervisor/type</c>, else vendor and product of <c>/sys/class/dmi/id/</c>, else the signature of cpuid leaf 0x40000000 (x86, not for a captured tree).</remarks>
    public string? HypervisorName { get; init; }

    /// <summary>What the kernel does about each known processor vulnerability, by name; empty with an entry if unknown.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/vulnerabilities/</c>.</remarks>
    public IReadOnlyList<Mitigation> Mitigations { get; init; } = [];
}
