using LinuxThreads.Cli.Output;
using LinuxThreads.Conditions;

namespace LinuxThreads.Cli.Report;

/// <summary>The conditions in a sentence or two; JSON has all of them.</summary>
internal static class ConditionsText
{
    public static string Sentence(MachineConditions conditions)
    {
        var (kernel, cpu, memory, process) = (conditions.Kernel, conditions.Cpu, conditions.Memory, conditions.Process);
        string?[] facts =
        [
            kernel.Release is { } release ? $"Linux {release}" : null,
            kernel.PreemptModel is { } preempt ? $"preemption {preempt}" : null,
            kernel.Hz is { } hz ? $"HZ {hz}" : null,
            cpu.Model,
            conditions.Now.CpusAllowedCount is { } allowed ? $"{allowed} of {cpu.OnlineCount?.ToString() ?? "unknown"} CPUs allowed" : null,
            cpu.SmtActive is { } smt ? smt ? "SMT on" : "SMT off" : null,
            cpu.HypervisorName is { } name ? $"virtual machine ({name})" : cpu.Hypervisor is true ? "virtual machine" : null,
            memory.TotalBytes is { } total ? $"{Quantity.Bytes(total)} of memory" : null,
            memory.TransparentHugePages is { } huge ? $"THP {huge}" : null,
            process.Libc is { } libc ? $"{libc} {process.LibcVersion}" : null,
            process.DotnetVersion is { } dotnet ? $".NET {dotnet}" : null,
            process.EffectiveUserId is { } user ? user == 0 ? "root" : $"user {user}" : null,
        ];
        return string.Join(", ", facts.OfType<string>()) + ".";
    }
}
