namespace LinuxThreads.Procfs;

/// <summary>Where one CPU that is online stands among the others.</summary>
/// <remarks>Source: <c>/sys/devices/system/cpu/cpu*/</c>; a member is <see langword="null"/> where the kernel has no such file.</remarks>
/// <param name="Cpu">The CPU's number.</param>
/// <param name="CoreId">The core's number, unique within its package only (<c>topology/core_id</c>).</param>
/// <param name="PhysicalPackageId">The package's number (<c>topology/physical_package_id</c>); −1 where firmware does not tell.</param>
/// <param name="CoreCpusList">
/// The CPUs of the same core, this one included: its SMT siblings (<c>topology/core_cpus_list</c>, and
/// <c>topology/thread_siblings_list</c>, its older name, where that file is absent).
/// </param>
/// <param name="Caches">The CPU's caches by the kernel's index; empty where the kernel does not know them.</param>
/// <param name="Node">The memory node (<c>/sys/devices/system/node/node*/cpulist</c>); <see langword="null"/> on a kernel without NUMA.</param>
public sealed record CpuTopologyEntry(
    int Cpu,
    int? CoreId,
    int? PhysicalPackageId,
    CpuList? CoreCpusList,
    IReadOnlyList<CpuCache> Caches,
    int? Node);
