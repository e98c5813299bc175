using System.Text;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Reads <see cref="MomentaryConditions"/>.</summary>
internal static class MomentaryConditionsReader
{
    private const string Captured = "It is asked of the running process; this is a captured tree.";

    public static MomentaryConditions Read(FactReader reader, bool live)
    {
        var status = reader.Value("process_threads", "proc/self/status", PidStatus.Parse);
        if (status?.CpusAllowedList is null)
        {
            var reason = status is null ? "It stands in the same file as process_threads." : "/proc/self/status has no line Cpus_allowed_list.";
            reader.Miss("cpus_allowed", reason);
            reader.Miss("cpus_allowed_count", reason);
        }

        var load = reader.Value("load_average1m", "proc/loadavg", ParseLoad);
        if (load is null)
        {
            reader.Miss("runnable_tasks", "It stands in the same file as load_average1m.");
            reader.Miss("total_tasks", "It stands in the same file as load_average1m.");
        }

        var cpu = reader.Value("steal_ticks", "proc/stat", SystemStat.Parse)?.Cpu;
        if (cpu is null)
        {
            reader.Miss("total_ticks", "It stands in the same file as steal_ticks.");
        }
        else if (cpu.Value.Steal is null)
        {
            reader.Miss("steal_ticks", "/proc/stat of this kernel has no such column.");
        }

        var meminfo = reader.Value("memory_available_bytes", "proc/meminfo", Meminfo.Parse);
        if (meminfo is { MemAvailable: null })
        {
            reader.Miss("memory_available_bytes", "/proc/meminfo has no line MemAvailable.");
        }

        var pressure = reader.Value("cpu_pressure_avg10_percent", "proc/pressure/cpu", Pressure.Parse,
            "Boot with psi=1, and a kernel with CONFIG_PSI.");
        if (pressure is { Some: null })
        {
            reader.Miss("cpu_pressure_avg10_percent", "/proc/pressure/cpu has no line 'some'.");
        }

        var slots = FutexHashSlots(reader, live);
        return new MomentaryConditions
        {
            CpusAllowed = status?.CpusAllowedList?.ToString(),
            CpusAllowedCount = status?.CpusAllowedList?.Count,
            ProcessThreads = status?.Threads,
            LoadAverage1m = load?.OneMinute,
            RunnableTasks = load?.Runnable,
            TotalTasks = load?.Total,
            StealTicks = cpu?.Steal?.Value,
            TotalTicks = cpu is { } times ? Sum(times) : null,
            ClockTicksPerSecond = ClockTicksPerSecond(reader, live),
            CpuPressureAvg10Percent = pressure?.Some?.Avg10Percent,
            MemoryAvailableBytes = meminfo?.MemAvailable?.Bytes,
            Frequencies = Frequencies(reader, status?.CpusAllowedList),
            PrivateFutexHash = slots is null ? null : slots > 0,
            FutexHashSlots = slots > 0 ? slots : null,
        };
    }

    private static long Sum(CpuTimes cpu)
    {
        // Guest times are left out: user and nice contain them.
        ClockTicks?[] columns = [cpu.User, cpu.Nice, cpu.System, cpu.Idle, cpu.Iowait, cpu.Irq, cpu.Softirq, cpu.Steal];
        return columns.Sum(column => column?.Value ?? 0);
    }

    private static int? ClockTicksPerSecond(FactReader reader, bool live)
    {
        if (live)
        {
            return checked((int)Posix.Current.Sysconf(SysconfName.ClockTicks));
        }

        reader.Miss("clock_ticks_per_second", Captured);
        return null;
    }

    private static int? FutexHashSlots(FactReader reader, bool live)
    {
        if (!live)
        {
            reader.Miss("private_futex_hash", Captured);
            return null;
        }

        var slots = KernelProbes.ReadFutexHashSlots(out var errno);
        if (slots is null)
        {
            reader.Miss("private_futex_hash",
                $"prctl(PR_FUTEX_HASH) failed: {errno}, {errno.Description}. Kernels before 6.16 have no private hash.");
        }

        return slots;
    }

    private static List<CpuFrequency> Frequencies(FactReader reader, CpuList? allowed)
    {
        if (allowed is null)
        {
            reader.Miss("frequencies", "The CPUs allowed are unknown.");
            return [];
        }

        var frequencies = new List<CpuFrequency>(allowed.Count);
        foreach (var cpu in allowed)
        {
            // One entry speaks for all: a driver tells of every CPU or of none.
            if (reader.Number("frequencies", $"sys/devices/system/cpu/cpu{cpu}/cpufreq/scaling_cur_freq") is not { } khz)
            {
                break;
            }

            frequencies.Add(new CpuFrequency(cpu, khz));
        }

        return frequencies;
    }

    /// <summary>The numbers of <c>/proc/loadavg</c>: <c>0.20 0.18 0.12 1/80 11206</c>.</summary>
    private static Load ParseLoad(ReadOnlySpan<byte> text, string path)
    {
        var words = Encoding.UTF8.GetString(text).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 4
            && double.TryParse(words[0], out var oneMinute)
            && words[3].Split('/') is [var runnableText, var totalText]
            && int.TryParse(runnableText, out var runnable)
            && int.TryParse(totalText, out var total)
            ? new Load(oneMinute, runnable, total)
            : throw new ProcfsFormatException(path, 1, null, string.Join(' ', words), "three averages, and runnable/total tasks");
    }

    private sealed record Load(double OneMinute, int Runnable, int Total);
}
