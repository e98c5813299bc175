using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Output;

/// <summary>What of the conditions decides what a system call and a wake-up cost: mitigations first.</summary>
internal static class MitigationsText
{
    private const string Mitigated = "Mitigation: ";
    private const string NotAffected = "Not affected";

    public static string Sentence(MachineConditions conditions)
    {
        var (cpu, kernel, process) = (conditions.Cpu, conditions.Kernel, conditions.Process);
        string?[] facts =
        [
            kernel.ClockSource is { } clock ? $"clock source {clock}" : null,
            kernel.PreemptModel is { } preempt ? $"preemption {preempt}" : null,
            cpu.IdleDriver is { } driver ? $"idle driver {driver}{(cpu.IdleGovernor is { } governor ? $" with {governor}" : "")}" : null,
            cpu.FrequencyGovernor is { } frequency ? $"frequency governor {frequency}" : null,
            cpu.Hypervisor is true ? $"a virtual machine{(cpu.HypervisorName is { } name ? $" ({name})" : "")}" : null,
            process.SeccompFilters is > 0 and var filters ? $"{filters} seccomp filters on every system call" : null,
        ];
        return $"{Mitigations(cpu.Mitigations)} Also decisive: {string.Join(", ", facts.OfType<string>())}.";
    }

    private static string Mitigations(IReadOnlyList<Mitigation> all)
    {
        if (all.Count == 0)
        {
            return "Mitigations are unknown: /sys/devices/system/cpu/vulnerabilities cannot be read.";
        }

        var absent = all.Count(static one => one.State.StartsWith(NotAffected, StringComparison.Ordinal));
        var mitigated = all.Where(static one => one.State.StartsWith(Mitigated, StringComparison.Ordinal))
            .Select(static one => $"{one.Name} ({one.State[Mitigated.Length..]})");
        var others = all.Where(static one => !one.State.StartsWith(NotAffected, StringComparison.Ordinal) && !one.State.StartsWith(Mitigated, StringComparison.Ordinal))
            .Select(static one => $"{one.Name} ({one.State})");
        return $"Mitigations in force: {List(mitigated)}. Not mitigated: {List(others)}. Not affected by {absent} of {all.Count} known vulnerabilities.";
    }

    private static string List(IEnumerable<string> entries) => string.Join("; ", entries) is { Length: > 0 } list ? list : "none";
}
