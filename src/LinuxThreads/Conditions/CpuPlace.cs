namespace LinuxThreads.Conditions;

/// <summary>Where one online CPU sits; a null property is unknown.</summary>
/// <remarks>Source: <c>/sys/devices/system/cpu/cpu*/topology/</c> and <c>cache/</c>, <c>/sys/devices/system/node/</c>. Lists are in the kernel's notation: <c>0-3,8</c>.</remarks>
/// <param name="Cpu">The CPU's number, from 0.</param>
/// <param name="Core">The core's number inside its package (<c>core_id</c>).</param>
/// <param name="Package">The package's number (<c>physical_package_id</c>).</param>
/// <param name="SmtSiblings">The CPUs of the same core, this one included (<c>core_cpus_list</c>).</param>
/// <param name="LastLevelCacheLevel">How far the farthest cache is from the CPU, 1 nearest.</param>
/// <param name="LastLevelCacheBytes">The size of that cache, in bytes.</param>
/// <param name="LastLevelCacheCpus">The CPUs that share that cache, this one included.</param>
/// <param name="NumaNode">The memory node, from 0.</param>
public sealed record CpuPlace(
    int Cpu,
    int? Core,
    int? Package,
    string? SmtSiblings,
    int? LastLevelCacheLevel,
    long? LastLevelCacheBytes,
    string? LastLevelCacheCpus,
    int? NumaNode);
