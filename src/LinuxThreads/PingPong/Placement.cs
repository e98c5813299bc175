namespace LinuxThreads.PingPong;

/// <summary>Where the two sides of a hand-over run: a relation that the machine's topology answers, or two CPUs by number.</summary>
public sealed record Placement
{
    private const string CpusPrefix = "cpus:";

    private static readonly (string Name, PlacementKind Kind)[] Names =
    [
        ("same-cpu", PlacementKind.SameCpu),
        ("smt-sibling", PlacementKind.SmtSibling),
        ("same-llc", PlacementKind.SameLlc),
        ("cross-llc", PlacementKind.CrossLlc),
        ("cross-node", PlacementKind.CrossNode),
        ("unpinned", PlacementKind.Unpinned),
    ];

    private Placement(PlacementKind kind, int? cpuA = null, int? cpuB = null)
    {
        Kind = kind;
        CpuA = cpuA;
        CpuB = cpuB;
    }

    /// <summary>Both sides on one CPU: the first that the process may use.</summary>
    public static Placement SameCpu { get; } = new(PlacementKind.SameCpu);

    /// <summary>The two hardware threads of one core.</summary>
    public static Placement SmtSibling { get; } = new(PlacementKind.SmtSibling);

    /// <summary>Two cores that share their last-level cache.</summary>
    public static Placement SameLlc { get; } = new(PlacementKind.SameLlc);

    /// <summary>Two cores of one NUMA node with different last-level caches.</summary>
    public static Placement CrossLlc { get; } = new(PlacementKind.CrossLlc);

    /// <summary>Two NUMA nodes.</summary>
    public static Placement CrossNode { get; } = new(PlacementKind.CrossNode);

    /// <summary>Wherever the scheduler puts them.</summary>
    public static Placement Unpinned { get; } = new(PlacementKind.Unpinned);

    /// <summary>Every placement that is a relation, in the order of growing distance.</summary>
    public static IReadOnlyList<Placement> Relations { get; } = [.. Names.Select(entry => new Placement(entry.Kind))];

    /// <summary>The relation.</summary>
    public PlacementKind Kind { get; }

    /// <summary>The CPU of the first side, where the caller named it.</summary>
    public int? CpuA { get; }

    /// <summary>The CPU of the second side, where the caller named it.</summary>
    public int? CpuB { get; }

    /// <summary>The first side on <paramref name="cpuA"/>, the second on <paramref name="cpuB"/>; they may be the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A CPU number is negative.</exception>
    public static Placement OnCpus(int cpuA, int cpuB)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cpuA);
        ArgumentOutOfRangeException.ThrowIfNegative(cpuB);
        return new Placement(PlacementKind.NamedCpus, cpuA, cpuB);
    }

    /// <summary>A placement from its name on the command line: <c>same-cpu</c>, …, <c>unpinned</c>, or <c>cpus:A,B</c>.</summary>
    /// <returns>False if the text is none of them.</returns>
    public static bool TryParse(string text, out Placement placement)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var (name, kind) in Names)
        {
            if (text == name)
            {
                placement = new Placement(kind);
                return true;
            }
        }

        placement = SameCpu;
        if (!text.StartsWith(CpusPrefix, StringComparison.Ordinal) || text[CpusPrefix.Length..].Split(',') is not [var a, var b]
            || !TryParseCpu(a, out var cpuA) || !TryParseCpu(b, out var cpuB))
        {
            return false;
        }

        placement = OnCpus(cpuA, cpuB);
        return true;
    }

    /// <summary>The name on the command line and in JSON.</summary>
    public override string ToString() => Kind == PlacementKind.NamedCpus
        ? $"{CpusPrefix}{CpuA},{CpuB}"
        : Array.Find(Names, entry => entry.Kind == Kind).Name;

    private static bool TryParseCpu(string text, out int cpu) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, null, out cpu);
}
