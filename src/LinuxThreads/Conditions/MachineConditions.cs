using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>The environment a figure was taken in: what really holds on this machine, fact by fact, each known or unknown with a reason.</summary>
/// <remarks>
/// The first five parts hold for the life of the process: read them once, keep them, and use <see cref="Refresh"/> around
/// each measurement. A property that is null without an entry in a list of <see cref="LinuxThreads.Unavailable"/> says so in its summary.
/// </remarks>
/// <param name="Kernel">The kernel and its features.</param>
/// <param name="Cpu">The processors.</param>
/// <param name="Memory">The memory.</param>
/// <param name="Cgroup">The control groups.</param>
/// <param name="Process">The process that measures.</param>
/// <param name="Now">What changes from moment to moment; it has a list of its own of what is unknown.</param>
/// <param name="Unavailable">Every property of the first five parts that is unknown, and why; fields are spelled as in the JSON output, with their part before them.</param>
public sealed record MachineConditions(
    KernelFacts Kernel,
    CpuFacts Cpu,
    MemoryFacts Memory,
    CgroupFacts Cgroup,
    ProcessFacts Process,
    MomentaryConditions Now,
    IReadOnlyList<Unavailable> Unavailable)
{
    /// <summary>All conditions as they are now. Facts that cannot be had are null; nothing is thrown.</summary>
    /// <param name="root">The running system, or a captured tree, for which what only system calls tell is unknown.</param>
    public static MachineConditions Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var live = IsLive(root);
        var unavailable = new List<Unavailable>();
        var kernel = new FactReader(root, "kernel", unavailable);
        var release = kernel.TryValue("proc/sys/kernel/osrelease", FactReader.ParseText, out _, out _);
        var config = KernelConfig.TryRead(root, release, out var reason);
        if (config is null)
        {
            kernel.Miss("config_file", reason, "Install the file config-<release> of the kernel's package in /boot, or use a kernel with CONFIG_IKCONFIG_PROC.");
        }

        return new MachineConditions(
            KernelFactsReader.Read(kernel, config, live),
            CpuFactsReader.Read(new FactReader(root, "cpu", unavailable), live),
            MemoryFacts.Read(new FactReader(root, "memory", unavailable), live),
            CgroupFactsReader.Read(new FactReader(root, "cgroup", unavailable), config),
            ProcessFactsReader.Read(new FactReader(root, "process", unavailable), live),
            MomentaryConditions.Read(root),
            unavailable);
    }

    /// <summary>The same machine and process at this moment: only <see cref="Now"/> is read again.</summary>
    /// <param name="root">Where these conditions were read from.</param>
    public MachineConditions Refresh(ProcRoot root) => this with { Now = MomentaryConditions.Read(root) };

    /// <summary>True for the running system, whose system calls speak of the same machine as its files.</summary>
    internal static bool IsLive(ProcRoot root) => root.Resolve(string.Empty) == "/";
}
