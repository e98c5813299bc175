namespace LinuxThreads.Procfs;

/// <summary>What the kernel says about each known processor vulnerability: <c>/sys/devices/system/cpu/vulnerabilities/</c>.</summary>
/// <remarks>
/// Source: the files of that directory. Since: Linux 4.15, with <c>CONFIG_GENERIC_CPU_VULNERABILITIES</c>. What a guest reads is what
/// its hypervisor shows it; some containers hide the directory.
/// </remarks>
public sealed record CpuVulnerabilities
{
    private const string Directory = "sys/devices/system/cpu/vulnerabilities";

    private CpuVulnerabilities(IReadOnlyList<KeyValuePair<string, string>> entries) => Entries = entries;

    /// <summary>Each vulnerability's file name and the kernel's text about it, verbatim, in alphabetic order.</summary>
    /// <remarks>Source: the directory's files, for instance <c>spectre_v2</c>; the text begins with <c>Not affected</c>, <c>Vulnerable</c>, <c>Mitigation:</c> or <c>Unknown</c>.</remarks>
    public IReadOnlyList<KeyValuePair<string, string>> Entries { get; }

    /// <summary>The text about one vulnerability; <see langword="null"/> if the kernel does not know it.</summary>
    /// <remarks>Source: the file of this name.</remarks>
    public string? this[string name]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == name)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Reads the text of one file of the directory: a line, kept verbatim.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The text is empty or more than a line.</exception>
    public static string ParseEntry(ReadOnlySpan<byte> text, string path = "vulnerability")
    {
        var field = TextField.Single(text, path);
        return field.Bytes.IsEmpty ? throw field.Error("a line of text") : field.Text();
    }

    /// <summary>The texts of the running system.</summary>
    /// <exception cref="KernelFeatureMissingException">There is no such directory.</exception>
    /// <exception cref="SyscallException">The directory or a file of it could not be read.</exception>
    /// <exception cref="ProcfsFormatException">A file is not a line of text.</exception>
    public static CpuVulnerabilities Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (!root.Exists(Directory))
        {
            throw new KernelFeatureMissingException(root.Resolve(Directory), "Linux 4.15 or later with CONFIG_GENERIC_CPU_VULNERABILITIES, and a /sys that shows it");
        }

        var entries = new List<KeyValuePair<string, string>>();
        foreach (var name in root.ReadNames(Directory).Order(StringComparer.Ordinal))
        {
            var file = $"{Directory}/{name}";
            entries.Add(new(name, ParseEntry(root.ReadAllBytes(file), root.Resolve(file))));
        }

        return new CpuVulnerabilities(entries);
    }
}
