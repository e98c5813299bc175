using System.Collections.Frozen;

namespace LinuxThreads.Procfs;

/// <summary>A cgroup file of names and numbers: <c>memory.stat</c>, <c>cpu.stat</c>, <c>pids.events</c>, <c>memory.events</c>.</summary>
/// <remarks>
/// Source: any flat-keyed file of a cgroup directory, one <c>name number</c> on each line. Which names there are depends on
/// the version of cgroups and of the kernel; all are kept as they are, with their own units.
/// </remarks>
public sealed record CgroupStat
{
    private CgroupStat(IReadOnlyDictionary<string, ulong> values) => Values = values;

    /// <summary>The numbers by the kernel's names.</summary>
    /// <remarks>Source: the lines of the file. Names that end in <c>_usec</c> are microseconds; those of <c>memory.stat</c> are bytes or counts.</remarks>
    public IReadOnlyDictionary<string, ulong> Values { get; }

    /// <summary>One number; <see langword="null"/> if the kernel printed no such line.</summary>
    /// <remarks>Source: the line with this name.</remarks>
    public ulong? this[string name] => Values.TryGetValue(name, out var value) ? value : null;

    /// <summary>Reads the text of a flat-keyed file; an empty one has no numbers.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">A line is not a name and a number, or a name stands there twice.</exception>
    public static CgroupStat Parse(ReadOnlySpan<byte> text, string path = "cgroup stat")
    {
        var values = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var scanner = new TextScanner(text, path);
        while (!scanner.AtEnd)
        {
            var field = scanner.ReadKeyed((byte)' ');
            if (field.Key.IsEmpty || !values.TryAdd(TextField.Decode(field.Key), field.UInt64()))
            {
                throw field.Error("a name that stands there once, and a number");
            }
        }

        return new CgroupStat(values.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>The numbers of one file.</summary>
    /// <param name="root">Where to read.</param>
    /// <param name="file">The file below the root, for instance <c>sys/fs/cgroup/cpu.stat</c>.</param>
    /// <exception cref="SyscallException">The file could not be read; <c>ENOENT</c> where the cgroup has no such file.</exception>
    /// <exception cref="ProcfsFormatException">The file is not flat-keyed.</exception>
    public static CgroupStat Read(ProcRoot root, string file)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Parse(root.ReadAllBytes(file), root.Resolve(file));
    }
}
