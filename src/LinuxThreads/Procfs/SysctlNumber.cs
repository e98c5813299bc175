namespace LinuxThreads.Procfs;

/// <summary>Reads kernel settings that are one number: <c>kernel/threads-max</c>, <c>vm/max_map_count</c>.</summary>
/// <remarks>Source: <c>/proc/sys/</c>, and any file of /sys that holds one number.</remarks>
public static class SysctlNumber
{
    /// <summary>Reads the text of such a file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The text is not one whole number that fits 64 bits with sign.</exception>
    public static long Parse(ReadOnlySpan<byte> text, string path = "sysctl") => TextField.Single(text, path).Int64();

    /// <summary>The value of one setting.</summary>
    /// <param name="root">Where to read.</param>
    /// <param name="name">The setting below <c>/proc/sys</c>, with slashes, for instance <c>kernel/threads-max</c>.</param>
    /// <exception cref="SyscallException">The file could not be read; <c>ENOENT</c> where the kernel has no such setting.</exception>
    /// <exception cref="ProcfsFormatException">The file is not one number.</exception>
    public static long Read(ProcRoot root, string name)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Parse(root.ReadAllBytes($"proc/sys/{name}"), root.Resolve($"proc/sys/{name}"));
    }

    /// <summary>The value of one setting; <see langword="null"/> if this kernel has no such setting.</summary>
    /// <param name="root">Where to read.</param>
    /// <param name="name">The setting below <c>/proc/sys</c>, with slashes.</param>
    /// <exception cref="SyscallException">The file is there and could not be read.</exception>
    /// <exception cref="ProcfsFormatException">The file is not one number.</exception>
    public static long? ReadOrNull(ProcRoot root, string name)
    {
        ArgumentNullException.ThrowIfNull(root);
        return root.TryReadAllBytes($"proc/sys/{name}") is { } text ? Parse(text, root.Resolve($"proc/sys/{name}")) : null;
    }
}
