namespace LinuxThreads.Procfs;

/// <summary>The kernel's object caches with their objects and slabs.</summary>
/// <remarks>
/// Source: <c>/proc/slabinfo</c>, version 2.x; readable by root only. Caches with objects of equal size and purpose are
/// merged by the kernel under one of their names, unless it was started with <c>slab_nomerge</c>.
/// </remarks>
public sealed record Slabinfo
{
    private const string RelativePath = "proc/slabinfo";
    private const string AnyPath = "/proc/slabinfo";

    /// <summary>The caches in the kernel's order.</summary>
    public required IReadOnlyList<SlabinfoCache> Caches { get; init; }

    /// <summary>Parses the text of the file.</summary>
    /// <param name="text">The bytes of the file.</param>
    /// <param name="path">The file's name for error messages.</param>
    /// <exception cref="ProcfsFormatException">The text is not what the kernel prints, or was cut short.</exception>
    public static Slabinfo Parse(ReadOnlySpan<byte> text, string path = AnyPath)
    {
        var scanner = new TextScanner(text, path);
        if (scanner.AtEnd)
        {
            throw scanner.Missing("version", "a first line 'slabinfo - version: 2.x'");
        }

        var first = scanner.ReadLine();
        if (!first.StartsWith("slabinfo - version: 2."u8))
        {
            throw scanner.Error("version", first, "slabinfo - version: 2.x");
        }

        var caches = new List<SlabinfoCache>();
        while (!scanner.AtEnd)
        {
            var line = scanner.ReadLine();
            if (!line.StartsWith("#"u8))
            {
                caches.Add(SlabinfoCache.Parse(scanner, line));
            }
        }

        return new Slabinfo { Caches = caches };
    }

    /// <summary>Reads the machine's caches.</summary>
    /// <exception cref="SyscallException">The file could not be opened or read; <c>EACCES</c> for anyone but root.</exception>
    public static Slabinfo Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Parse(root.ReadAllBytes(RelativePath), root.Resolve(RelativePath));
    }
}
