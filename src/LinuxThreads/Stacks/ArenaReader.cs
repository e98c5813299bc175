using LinuxThreads.Headroom;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>Finds a process's arenas, and what caps their number.</summary>
internal sealed class ArenaReader(ProcRoot root, Pid pid, string directory, List<Unavailable> withheld)
{
    private static readonly string[] OtherAllocators = ["libjemalloc", "libtcmalloc", "libmimalloc"];

    private static readonly ulong PageSize = (ulong)Environment.SystemPageSize;

    /// <summary>The heaps, and what is known of the arenas; null arenas with an entry if malloc is not known to be glibc's.</summary>
    public (List<ArenaHeap> Heaps, ArenaUse? Arenas) Read(IReadOnlyList<SmapsMapping> mappings)
    {
        var environment = ReadEnvironment();
        if (environment is not null && ArenaCap.HasHeapsOfOtherSize(environment))
        {
            withheld.Add(new Unavailable("arenas", "malloc takes huge pages (glibc.malloc.hugetlb), and its heaps then are of a size that is not known here", null));
            return ([], null);
        }

        var objection = Objection(mappings);
        using var memory = ProcessMemory.TryOpen(root, directory, out var refused);
        if (memory is not null)
        {
            var heaps = ArenaHeaps.Verify(mappings, PageSize, memory.Read);
            if (heaps.Count > 0 || objection is null)
            {
                return (heaps, Describe(environment, heaps, 1 + heaps.DistinctBy(static heap => heap.Arena).Count()));
            }
        }

        if (objection is not null)
        {
            withheld.Add(new Unavailable("arenas", objection, null));
            return ([], null);
        }

        var inferred = ArenaHeaps.Infer(mappings);
        withheld.Add(new Unavailable(
            "arenas.count",
            $"the headers of malloc's heaps could not be read, so that heaps are told by their shape: {refused?.Message ?? "the process is gone"}",
            "Set kernel.yama.ptrace_scope to 0, or run as root (CAP_SYS_PTRACE)."));
        return (inferred, Describe(environment, inferred, null));
    }

    /// <summary>Why malloc may be another one than glibc's; null if it is glibc's as far as the libraries tell.</summary>
    internal static string? Objection(IReadOnlyList<SmapsMapping> mappings)
    {
        var files = mappings.Where(static mapping => mapping.Pathname.StartsWith('/'))
            .Select(static mapping => mapping.Pathname[(mapping.Pathname.LastIndexOf('/') + 1)..])
            .ToHashSet();
        if (OtherAllocators.FirstOrDefault(name => files.Any(file => file.StartsWith(name, StringComparison.Ordinal))) is { } other)
        {
            return $"the process has loaded {other}, whose arenas are not known here";
        }

        if (files.Any(static file => file.StartsWith("ld-musl-", StringComparison.Ordinal)))
        {
            return "the C library is musl, whose malloc has no arenas of this kind";
        }

        // Before glibc 2.34 the file was libc-2.33.so, with libc.so.6 a link to it; maps shows the file.
        return files.Any(static file => file == "libc.so.6" || file.StartsWith("libc-2.", StringComparison.Ordinal))
            ? null
            : "no C library is mapped that would tell which malloc is at work (the program is linked statically)";
    }

    private ArenaUse Describe(byte[]? environment, List<ArenaHeap> heaps, int? count)
    {
        var cpus = CountedCpus();
        var (cap, source) = environment is null ? (null, null) : ArenaCap.Of(environment, cpus);
        return new ArenaUse
        {
            Count = count,
            Heaps = heaps.Count,
            Cap = cap,
            CapSource = source,
            Cpus = cpus,
            QuotaCpus = Quota(),
        };
    }

    private int? CountedCpus()
    {
        try
        {
            var online = CpuList.Read(root, "sys/devices/system/cpu/online").Count;
            var allowed = PidStatus.TryRead(root, pid, out var status) ? status.CpusAllowedList?.Count ?? online : online;
            var isOwn = pid == Pid.Current && Version.TryParse(LibcVersion.ReadGlibc(), out _);
            var glibc = isOwn ? Version.Parse(LibcVersion.ReadGlibc()!) : null;
            var cpus = ArenaCap.CountedCpus(online, allowed, glibc);
            if (cpus is null)
            {
                withheld.Add(new Unavailable(
                    "arenas.cpus", $"{online} CPUs are online and {allowed} allowed to the process; which of them its glibc counts depends on its version", null));
            }

            return cpus;
        }
        catch (SyscallException exception)
        {
            withheld.Add(new Unavailable("arenas.cpus", exception.Message, exception.Advice));
            return null;
        }
    }

    private byte[]? ReadEnvironment()
    {
        try
        {
            if (root.TryReadAllBytes($"{directory}/environ") is { } environment)
            {
                return environment;
            }

            withheld.Add(new Unavailable("arenas.cap", "the process is gone", null));
        }
        catch (SyscallException exception)
        {
            withheld.Add(new Unavailable("arenas.cap", exception.Message, exception.Advice));
        }

        return null;
    }

    private double? Quota()
    {
        var missing = new List<Unavailable>();
        try
        {
            return CpuQuotaReader.Tightest(CpuQuotaReader.Read(root, pid, missing))?.Cpus;
        }
        finally
        {
            withheld.AddRange(missing.Select(static entry => entry with { Field = "arenas.quota_cpus" }));
        }
    }
}
