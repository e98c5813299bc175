namespace LinuxThreads.Procfs;

/// <summary>The free pages of each memory zone, and the pages that its per-CPU lists hold back.</summary>
/// <remarks>
/// Source: <c>/proc/zoneinfo</c>; of its lines only those named at the members, the rest is not read. Figures are in pages:
/// the page size is the caller's to know. Pages in the per-CPU lists are free and yet counted as neither free nor available
/// in <see cref="Meminfo"/>; a measurement that watches those has to watch these lists too.
/// </remarks>
public sealed record Zoneinfo
{
    private const string RelativePath = "proc/zoneinfo";
    private const string AnyPath = "/proc/zoneinfo";

    /// <summary>The zones in the kernel's order, those without memory among them.</summary>
    public required IReadOnlyList<ZoneinfoZone> Zones { get; init; }

    /// <summary>Pages in the per-CPU lists of all zones together.</summary>
    /// <remarks>Source: the sum of all <c>count:</c> lines.</remarks>
    public long PerCpuListPages
    {
        get
        {
            long sum = 0;
            foreach (var zone in Zones)
            {
                sum = checked(sum + zone.PerCpuListPages);
            }

            return sum;
        }
    }

    /// <summary>Parses the text of the file.</summary>
    /// <param name="text">The bytes of the file.</param>
    /// <param name="path">The file's name for error messages.</param>
    /// <exception cref="ProcfsFormatException">The text is not what the kernel prints, or was cut short.</exception>
    public static Zoneinfo Parse(ReadOnlySpan<byte> text, string path = AnyPath)
    {
        var scanner = new TextScanner(text, path);
        var zones = new List<ZoneinfoZone>();
        ZoneinfoReader? zone = null;
        while (!scanner.AtEnd)
        {
            var line = scanner.ReadLine();
            if (line.StartsWith("Node "u8))
            {
                if (zone is not null)
                {
                    zones.Add(zone.Finish(scanner));
                }

                zone = ZoneinfoReader.Begin(scanner, line);
            }
            else if (zone is null)
            {
                throw scanner.Error(null, line, "a line 'Node N, zone NAME' before any other");
            }
            else
            {
                zone.Accept(scanner, line);
            }
        }

        if (zone is null)
        {
            throw scanner.Missing("Node", "at least one zone");
        }

        zones.Add(zone.Finish(scanner));
        return new Zoneinfo { Zones = zones };
    }

    /// <summary>Reads the machine's zones.</summary>
    /// <exception cref="SyscallException">The file could not be opened or read.</exception>
    public static Zoneinfo Read(ProcRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Parse(root.ReadAllBytes(RelativePath), root.Resolve(RelativePath));
    }
}
