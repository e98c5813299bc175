using LinuxThreads.Procfs;
using LinuxThreads.Tests.Conditions;

namespace LinuxThreads.Tests.PingPong;

/// <summary>The sysfs of a machine whose CPUs are numbered core by core.</summary>
internal sealed class SyntheticMachine : IDisposable
{
    private const string Directory = "sys/devices/system/cpu";
    private readonly SyntheticTree _tree = new();

    /// <summary>Builds it; 0 leaves the caches or the nodes out.</summary>
    public SyntheticMachine(int cpus, int threadsPerCore, int cpusPerCache, int cpusPerNode)
    {
        foreach (var list in new[] { "online", "possible", "present" })
        {
            _tree.With($"{Directory}/{list}", $"0-{cpus - 1}");
        }

        for (var cpu = 0; cpu < cpus; cpu++)
        {
            _tree.With($"{Directory}/cpu{cpu}/topology/core_cpus_list", Group(cpu, threadsPerCore));
            if (cpusPerCache > 0)
            {
                // The first-level cache is never shared beyond the core; only the last one tells.
                Cache(cpu, index: 0, level: 1, Group(cpu, threadsPerCore));
                Cache(cpu, index: 1, level: 3, Group(cpu, cpusPerCache));
            }

            if (cpusPerNode > 0)
            {
                _tree.With("sys/devices/system/node/online", $"0-{((cpus - 1) / cpusPerNode)}");
                _tree.With($"sys/devices/system/node/node{cpu / cpusPerNode}/cpulist", Group(cpu, cpusPerNode));
            }
        }
    }

    public CpuTopology Topology() => CpuTopology.Read(_tree.Root);

    public void Dispose() => _tree.Dispose();

    private static string Group(int cpu, int size) => $"{cpu / size * size}-{(cpu / size * size) + size - 1}";

    private void Cache(int cpu, int index, int level, string shared) => _tree
        .With($"{Directory}/cpu{cpu}/cache/index{index}/level", $"{level}")
        .With($"{Directory}/cpu{cpu}/cache/index{index}/shared_cpu_list", shared);
}
