namespace LinuxThreads.Procfs;

/// <summary>The CPUs of the system, their cores, packages, caches and memory nodes.</summary>
/// <remarks>
/// Source: <c>/sys/devices/system/cpu/</c> and <c>/sys/devices/system/node/</c>. A CPU that goes offline while they are read
/// may be listed with members that are <see langword="null"/>.
/// </remarks>
public sealed record CpuTopology
{
    private const string CpuDirectory = "sys/devices/system/cpu";
    private const string NodeDirectory = "sys/devices/system/node";

    private CpuTopology(CpuList online, CpuList possible, CpuList present, IReadOnlyList<CpuTopologyEntry> cpus)
    {
        Online = online;
        Possible = possible;
        Present = present;
        Cpus = cpus;
    }

    /// <summary>The CPUs that run tasks.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/online</c>.</remarks>
    public CpuList Online { get; }

    /// <summary>The CPUs that could ever be there; what per-CPU memory is laid out for.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/possible</c>.</remarks>
    public CpuList Possible { get; }

    /// <summary>The CPUs that are there, online or not.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/present</c>.</remarks>
    public CpuList Present { get; }

    /// <summary>One entry for each CPU that is online, ascending.</summary>
    /// <remarks>Source: <c>/sys/devices/system/cpu/cpu*/</c>.</remarks>
    public IReadOnlyList<CpuTopologyEntry> Cpus { get; }

    /// <summary>The topology of the system below <paramref name="root"/>.</summary>
    /// <exception cref="SyscallException">One of the three lists, or another file that is there, could not be read.</exception>
    /// <exception cref="ProcfsFormatException">A file is not what the kernel documents.</exception>
    public static CpuTopology Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var online = CpuList.Read(root, $"{CpuDirectory}/online");
        var nodes = ReadNodes(root);
        var cpus = new List<CpuTopologyEntry>(online.Count);
        foreach (var cpu in online)
        {
            var topology = $"{CpuDirectory}/cpu{cpu}/topology";
            cpus.Add(new CpuTopologyEntry(
                cpu,
                Number(root, $"{topology}/core_id"),
                Number(root, $"{topology}/physical_package_id"),
                List(root, $"{topology}/core_cpus_list") ?? List(root, $"{topology}/thread_siblings_list"),
                ReadCaches(root, cpu),
                nodes.TryGetValue(cpu, out var node) ? node : null));
        }

        return new CpuTopology(
            online,
            CpuList.Read(root, $"{CpuDirectory}/possible"),
            CpuList.Read(root, $"{CpuDirectory}/present"),
            cpus);
    }

    private static Dictionary<int, int> ReadNodes(ProcRoot root)
    {
        var nodeOfCpu = new Dictionary<int, int>();
        foreach (var node in List(root, $"{NodeDirectory}/online") ?? CpuList.Empty)
        {
            foreach (var cpu in List(root, $"{NodeDirectory}/node{node}/cpulist") ?? CpuList.Empty)
            {
                nodeOfCpu[cpu] = node;
            }
        }

        return nodeOfCpu;
    }

    private static List<CpuCache> ReadCaches(ProcRoot root, int cpu)
    {
        var caches = new List<CpuCache>();
        for (var index = 0; ; index++)
        {
            var directory = $"{CpuDirectory}/cpu{cpu}/cache/index{index}";
            if (Number(root, $"{directory}/level") is not { } level)
            {
                return caches;
            }

            caches.Add(new CpuCache(
                level,
                One(root, $"{directory}/type", static (text, path) => TextField.Single(text, path).Text()),
                One<ByteSize?>(root, $"{directory}/size", static (text, path) => CpuCache.ParseSize(text, path)),
                List(root, $"{directory}/shared_cpu_list"),
                One<uint?>(root, $"{directory}/id", static (text, path) => TextField.Single(text, path).UInt32())));
        }
    }

    private static int? Number(ProcRoot root, string file) =>
        One<int?>(root, file, static (text, path) => TextField.Single(text, path).Int32());

    private static CpuList? List(ProcRoot root, string file) => One(root, file, static (text, path) => CpuList.Parse(text, path));

    private static T? One<T>(ProcRoot root, string file, TextParser<T> parse) =>
        root.TryReadAllBytes(file) is { } text ? parse(text, root.Resolve(file)) : default;
}
