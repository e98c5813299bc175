namespace LinuxThreads.Conditions;

/// <summary>The frequency one CPU runs at, as far as its driver knows.</summary>
/// <remarks>Source: <c>/sys/devices/system/cpu/cpu*/cpufreq/scaling_cur_freq</c>.</remarks>
/// <param name="Cpu">The CPU's number, from 0.</param>
/// <param name="Khz">The frequency, in kHz.</param>
public sealed record CpuFrequency(int Cpu, long Khz);
