using LinuxThreads.Native;
using LinuxThreads.Procfs;

namespace LinuxThreads.PingPong;

/// <summary>The pairs of CPUs that show a whole machine: all of a small one, those of representatives of a large one.</summary>
public static class PlacementMatrix
{
    /// <summary>The most CPUs whose pairs are all measured.</summary>
    public const int MostCpus = 8;

    /// <summary>Every pair of this process's CPUs, each with itself included; of representatives where there are more than <see cref="MostCpus"/>.</summary>
    /// <remarks>
    /// Representatives are the first CPU and, for each relation that the machine has (SMT sibling, same last-level cache, other cache, other node), the first
    /// CPU that stands in it to the first; then one CPU of each further last-level cache, in order, until there are <see cref="MostCpus"/>.
    /// A hand-over from A to B and back is one measurement for both directions, so each pair comes once.
    /// </remarks>
    /// <exception cref="SyscallException">The topology could not be read.</exception>
    public static IReadOnlyList<Placement> Pairs() => Pairs([.. CpuSet.OfCurrentThread()], static () => CpuTopology.Read(ProcRoot.System));

    internal static IReadOnlyList<Placement> Pairs(IReadOnlyList<int> allowed, Func<CpuTopology> topology)
    {
        var cpus = allowed.Count <= MostCpus ? allowed : Representatives(allowed, topology());
        return [.. cpus.SelectMany((a, at) => cpus.Skip(at).Select(b => Placement.OnCpus(a, b)))];
    }

    private static int[] Representatives(IReadOnlyList<int> allowed, CpuTopology topology)
    {
        var entries = topology.Cpus.Where(cpu => allowed.Contains(cpu.Cpu)).ToArray();
        if (entries.Length == 0)
        {
            return [.. allowed.Take(MostCpus)];
        }

        var first = entries[0];
        var chosen = new SortedSet<int> { first.Cpu };
        var relations = new HashSet<PlacementKind>();
        foreach (var entry in entries.Skip(1))
        {
            if (PlacementResolver.Relation(first, entry) is { } relation && relations.Add(relation))
            {
                chosen.Add(entry.Cpu);
            }
        }

        foreach (var entry in entries)
        {
            // Another cache than all chosen so far; where sysfs does not tell, simply another CPU.
            if (chosen.Count < MostCpus && entries.Where(other => chosen.Contains(other.Cpu)).All(other => AreApart(other, entry)))
            {
                chosen.Add(entry.Cpu);
            }
        }

        return [.. chosen];
    }

    private static bool AreApart(CpuTopologyEntry a, CpuTopologyEntry b) =>
        a.Cpu != b.Cpu && (PlacementResolver.Relation(a, b) is null or PlacementKind.CrossLlc or PlacementKind.CrossNode);
}
