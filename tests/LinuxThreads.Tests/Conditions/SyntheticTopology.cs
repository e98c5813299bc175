namespace LinuxThreads.Tests.Conditions;

/// <summary>Machines whose CPUs are numbered core by core.</summary>
internal static class SyntheticTopology
{
    private const string Directory = "sys/devices/system/cpu";

    /// <summary>Adds such a machine; 0 leaves the caches or the nodes out.</summary>
    public static void WithTopology(this SyntheticTree tree, int cpus, int threadsPerCore, int cpusPerCache, int cpusPerNode)
    {
        foreach (var list in new[] { "online", "possible", "present" })
        {
            tree.With($"{Directory}/{list}", $"0-{cpus - 1}");
        }

        for (var cpu = 0; cpu < cpus; cpu++)
        {
            tree.With($"{Directory}/cpu{cpu}/topology/core_cpus_list", Group(cpu, threadsPerCore));
            if (cpusPerCache > 0)
            {
                // The first-level cache is never shared beyond the core; only the last one tells.
                Cache(cpu, index: 0, level: 1, Group(cpu, threadsPerCore));
                Cache(cpu, index: 1, level: 3, Group(cpu, cpusPerCache));
            }

            if (cpusPerNode > 0)
            {
                tree.With("sys/devices/system/node/online", $"0-{(cpus - 1) / cpusPerNode}");
                tree.With($"sys/devices/system/node/node{cpu / cpusPerNode}/cpulist", Group(cpu, cpusPerNode));
            }
        }

        void Cache(int cpu, int index, int level, string shared) => tree
            .With($"{Directory}/cpu{cpu}/cache/index{index}/level", $"{level}")
            .With($"{Directory}/cpu{cpu}/cache/index{index}/shared_cpu_list", shared);
    }

    private static string Group(int cpu, int size) => $"{cpu / size * size}-{(cpu / size * size) + size - 1}";
}
