using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>The class of a mapping by what the kernel prints of it alone: name and rights.</summary>
internal static class MappingKind
{
    private const string DoubleMapper = "/memfd:doublemapper";

    /// <summary>The class of a mapping that nothing else claims.</summary>
    public static MemoryClass Of(SmapsMapping mapping) => mapping.Pathname switch
    {
        "" => OfUnnamed(mapping),
        "[stack]" => MemoryClass.ThreadStacks,
        "[heap]" => MemoryClass.Heap,
        "[vdso]" or "[vvar]" or "[vvar_vclock]" or "[vsyscall]" or "[vectors]" or "[sigpage]" => MemoryClass.Vdso,
        ['[', ..] => mapping.AnonName is null ? MemoryClass.Rest : OfNamed(mapping.Pathname),
        ['/', ..] path => OfFile(path, mapping.Perms),
        _ => MemoryClass.Rest,
    };

    /// <summary>True for the anonymous file that .NET maps twice, writable and executable.</summary>
    public static bool IsDoubleMapper(string pathname) => pathname.StartsWith(DoubleMapper, StringComparison.Ordinal);

    private static MemoryClass OfUnnamed(SmapsMapping mapping) => mapping switch
    {
        { IsPrivateAnonymous: false } => MemoryClass.Rest,
        { IsExecutable: true } => MemoryClass.JitCode,
        _ => MemoryClass.OtherAnonymous,
    };

    private static MemoryClass OfNamed(string pathname) =>
        pathname.StartsWith("[anon_shmem:", StringComparison.Ordinal) ? MemoryClass.SharedMemory : MemoryClass.NamedAnonymous;

    private static MemoryClass OfFile(string path, MappingPermissions perms)
    {
        if (IsDoubleMapper(path))
        {
            return MemoryClass.JitCode;
        }

        if (Starts(path, "/memfd:") || Starts(path, "/SYSV") || Starts(path, "/dev/shm/") || Starts(path, "/dev/zero"))
        {
            return MemoryClass.SharedMemory;
        }

        if (Starts(path, "/anon_hugepage"))
        {
            return perms.HasFlag(MappingPermissions.Shared) ? MemoryClass.SharedMemory : MemoryClass.OtherAnonymous;
        }

        if (Starts(path, "/dev/") || Starts(path, "/["))
        {
            return MemoryClass.Rest;
        }

        return perms.HasFlag(MappingPermissions.Shared) ? MemoryClass.FileShared : MemoryClass.FilePrivate;
    }

    private static bool Starts(string path, string with) => path.StartsWith(with, StringComparison.Ordinal);
}
