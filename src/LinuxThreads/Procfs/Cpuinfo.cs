namespace LinuxThreads.Procfs;

/// <summary>What the kernel knows about the processor: <c>/proc/cpuinfo</c>.</summary>
/// <remarks>
/// Source: <c>/proc/cpuinfo</c>, the block of the first CPU; later blocks are only counted. The keys differ between
/// architectures: arm64 has no model name, but the implementer's and the part's number. A member is <see langword="null"/>
/// where the kernel printed no such line.
/// </remarks>
public sealed record Cpuinfo
{
    private Cpuinfo()
    {
    }

    /// <summary>The CPUs the file lists: those online; at least 1.</summary>
    /// <remarks>Source: the lines <c>processor</c>.</remarks>
    public int Processors { get; private set; }

    /// <summary>The processor's name (x86-64).</summary>
    /// <remarks>Source: <c>model name</c>.</remarks>
    public string? ModelName { get; private set; }

    /// <summary>The maker's number (arm64), for instance <c>0x41</c>.</summary>
    /// <remarks>Source: <c>CPU implementer</c>.</remarks>
    public string? CpuImplementer { get; private set; }

    /// <summary>The number of the core's design (arm64), for instance <c>0xd0c</c>.</summary>
    /// <remarks>Source: <c>CPU part</c>.</remarks>
    public string? CpuPart { get; private set; }

    /// <summary>The features of the CPU (x86-64).</summary>
    /// <remarks>Source: <c>flags</c>.</remarks>
    public IReadOnlyList<string>? Flags { get; private set; }

    /// <summary>True if the kernel runs under a hypervisor that says so; <see langword="null"/> where the file cannot tell (arm64).</summary>
    /// <remarks>Source: the word <c>hypervisor</c> in <c>flags</c>. Excludes: hypervisors that hide.</remarks>
    public bool? Hypervisor => Flags?.Contains("hypervisor");

    /// <summary>The other lines of the first block, in the file's order.</summary>
    /// <remarks>Source: every other line up to the first blank one.</remarks>
    public IReadOnlyList<KeyValuePair<string, string>> Unrecognized { get; private set; } = [];

    /// <summary>Reads the text of <c>cpuinfo</c>.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="ProcfsFormatException">The file lists no processor, or is cut short.</exception>
    public static Cpuinfo Parse(ReadOnlySpan<byte> text, string path = "proc/cpuinfo")
    {
        var cpuinfo = new Cpuinfo();
        var unrecognized = new UnrecognizedLines();
        var inFirst = true;
        Span<char> scratch = stackalloc char[TextField.LongestKey];
        var scanner = new TextScanner(text, path);
        while (!scanner.AtEnd)
        {
            var field = scanner.ReadKeyed((byte)':');
            var key = field.KeyIn(scratch);
            inFirst &= !field.Line.IsEmpty;
            if (key is "processor")
            {
                cpuinfo.Processors++;
            }
            else if (inFirst)
            {
                cpuinfo.Take(key, field, ref unrecognized);
            }
        }

        cpuinfo.Unrecognized = unrecognized.ToList();
        return cpuinfo.Processors > 0
            ? cpuinfo
            : throw scanner.MissingInFile("processor", "a line for each processor");
    }

    /// <summary>The processor of the running system.</summary>
    /// <exception cref="SyscallException">The file could not be read.</exception>
    /// <exception cref="ProcfsFormatException">The file is not what the kernel documents.</exception>
    public static Cpuinfo Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Parse(root.ReadAllBytes("proc/cpuinfo"), root.Resolve("proc/cpuinfo"));
    }

    private void Take(ReadOnlySpan<char> key, TextField field, ref UnrecognizedLines unrecognized)
    {
        switch (key)
        {
            case "model name":
                ModelName = Once(ModelName, field);
                break;
            case "CPU implementer":
                CpuImplementer = Once(CpuImplementer, field);
                break;
            case "CPU part":
                CpuPart = Once(CpuPart, field);
                break;
            case "flags":
                Flags = Flags is null ? field.Text().Split(' ', StringSplitOptions.RemoveEmptyEntries) : throw field.Repeated();
                break;
            default:
                unrecognized.Add(field);
                break;
        }
    }

    private static string Once(string? before, TextField field) => before is null ? field.Text() : throw field.Repeated();
}
