using System.Globalization;
using LinuxThreads.Headroom;
using LinuxThreads.Procfs;

namespace LinuxThreads.Limits;

/// <summary>How many CPUs a process may really use, and what follows for its number of threads.</summary>
public sealed record CpuBudget
{
    private const string ProcessorCountVariable = "DOTNET_PROCESSOR_COUNT";

    private CpuBudget()
    {
    }

    /// <summary>The CPUs that run tasks.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/online</c>.</remarks>
    public required CpuList Online { get; init; }

    /// <summary>The CPUs the process's first thread may run on: its affinity, already cut down by its cpuset.</summary>
    /// <remarks>Source: <c>/proc/[pid]/status</c>, <c>Cpus_allowed_list</c>; <see langword="null"/> where the kernel prints none.</remarks>
    public CpuList? Allowed { get; init; }

    /// <summary>The CPUs of the process's cpuset; <see langword="null"/> if it has none or it is not readable.</summary>
    /// <remarks>Source: <c>cpuset.cpus.effective</c>, in version 1 <c>cpuset.effective_cpus</c>, of the process's own cgroup.</remarks>
    public CpuList? Cpuset { get; init; }

    /// <summary>The quota of the process's cgroup and of every ancestor that can be seen, its own first; the smallest one holds.</summary>
    /// <remarks>Source: <c>cpu.max</c>, in version 1 <c>cpu.cfs_quota_us</c> and <c>cpu.cfs_period_us</c>.</remarks>
    public required IReadOnlyList<CpuQuota> Quotas { get; init; }

    /// <summary>Cores among the allowed CPUs: two SMT siblings are one core; <see langword="null"/> if the topology is not known.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/cpu*/topology/core_cpus_list</c>.</remarks>
    public int? Cores { get; init; }

    /// <summary>What <see cref="Environment.ProcessorCount"/> says; <see langword="null"/> for another process.</summary>
    public int? DotnetProcessorCount { get; init; }

    /// <summary>The value of <c>DOTNET_PROCESSOR_COUNT</c>, which the runtime takes instead of counting; <see langword="null"/> if it is not set, or for another process.</summary>
    public string? DotnetProcessorCountVariable { get; init; }

    /// <summary>What could not be had.</summary>
    public IReadOnlyList<Unavailable> Unavailable { get; init; } = [];

    /// <summary>The quota that holds; <see langword="null"/> if none is set.</summary>
    public CpuQuota? TightestQuota => CpuQuotaReader.Tightest(Quotas);

    /// <summary>CPUs the process can keep busy over time: the allowed ones or the tightest quota, whichever is less.</summary>
    public double EffectiveCpus => Math.Min((Allowed ?? Online).Count, TightestQuota?.Cpus ?? double.MaxValue);

    /// <summary>What follows for a number of threads, in a few sentences.</summary>
    public string Sentence
    {
        get
        {
            var allowed = (Allowed ?? Online).Count;
            var effective = EffectiveCpus;
            var sentences = new List<string>
            {
                string.Create(CultureInfo.InvariantCulture, $"This process can keep {effective:0.##} of {Online.Count} CPUs busy, so more than {Math.Max(1, Math.Ceiling(effective)):0} threads that compute only take turns; threads that wait don't count."),
            };
            if (TightestQuota is { } quota && quota.Cpus < allowed)
            {
                sentences.Add(string.Create(CultureInfo.InvariantCulture, $"The quota of {quota.Scope} ({quota.Cpus:0.##} CPUs) is below the {allowed} allowed CPUs: threads that run on all of them use it up early in each period and are then stopped until the next."));
            }

            if (Cores is { } cores && cores < allowed)
            {
                sentences.Add($"The {allowed} CPUs are {cores} cores with SMT siblings, which share their execution units.");
            }

            if (DotnetProcessorCount is { } seen && seen != (int)Math.Max(1, Math.Ceiling(effective)))
            {
                sentences.Add($".NET counts {seen} processors{(DotnetProcessorCountVariable is { } set ? $" ({ProcessorCountVariable} is {set})" : "")}, and sizes its thread pool and GC by that.");
            }

            return string.Join(" ", sentences);
        }
    }

    /// <summary>The budget of this process as it is now.</summary>
    /// <exception cref="SyscallException">The kernel's list of CPUs or this process's status cannot be read.</exception>
    /// <exception cref="ProcfsFormatException">A kernel file is not what the kernel documents.</exception>
    public static CpuBudget Read() => Read(Pid.Current);

    /// <summary>The budget of a process as it is now.</summary>
    /// <param name="pid">The process.</param>
    /// <exception cref="SyscallException">The process is gone, or its status cannot be read.</exception>
    /// <exception cref="ProcfsFormatException">A kernel file is not what the kernel documents.</exception>
    public static CpuBudget Read(Pid pid)
    {
        var budget = Read(ProcRoot.System, pid);
        return pid == Pid.Current
            ? budget with
            {
                DotnetProcessorCount = Environment.ProcessorCount,
                DotnetProcessorCountVariable = Environment.GetEnvironmentVariable(ProcessorCountVariable),
            }
            : budget;
    }

    internal static CpuBudget Read(ProcRoot root, Pid pid)
    {
        var unavailable = new List<Unavailable>();
        var topology = CpuTopology.Read(root);
        var allowed = PidStatus.Read(root, pid).CpusAllowedList;
        return new CpuBudget
        {
            Online = topology.Online,
            Allowed = allowed,
            Cpuset = ReadCpuset(root, pid, unavailable),
            Quotas = CpuQuotaReader.Read(root, pid, unavailable),
            Cores = CountCores(topology, allowed ?? topology.Online),
            Unavailable = unavailable,
        };
    }

    private static CpuList? ReadCpuset(ProcRoot root, Pid pid, List<Unavailable> unavailable)
    {
        if (CgroupPaths.Find(root, pid, "cpuset", "cpuset", unavailable) is not [var own, ..])
        {
            return null;
        }

        var file = $"{own.Path}/{(own.Version == CgroupVersion.V2 ? "cpuset.cpus.effective" : "cpuset.effective_cpus")}";
        return root.TryReadAllBytes(file) is { } text ? CpuList.Parse(text, root.Resolve(file)) : null;
    }

    private static int? CountCores(CpuTopology topology, CpuList allowed)
    {
        var cores = new HashSet<CpuList>();
        foreach (var cpu in topology.Cpus.Where(cpu => allowed.Contains(cpu.Cpu)))
        {
            if (cpu.CoreCpusList is not { } siblings)
            {
                return null;
            }

            cores.Add(siblings);
        }

        return cores.Count == 0 ? null : cores.Count;
    }
}
