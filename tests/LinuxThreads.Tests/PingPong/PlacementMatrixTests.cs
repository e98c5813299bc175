using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Tests.Conditions;

namespace LinuxThreads.Tests.PingPong;

public sealed class PlacementMatrixTests
{
    private SyntheticTree _tree = new();

    [SetUp]
    public void EmptyTree() => _tree = new SyntheticTree();

    [TearDown]
    public void RemoveTree() => _tree.Dispose();

    [Test]
    public void A_small_machine_is_measured_whole_each_pair_once()
    {
        static CpuTopology Unwanted() => throw new InvalidOperationException("the topology was read");

        Names(PlacementMatrix.Pairs([1, 2, 5], Unwanted)).Should().Equal(
            "cpus:1,1", "cpus:1,2", "cpus:1,5", "cpus:2,2", "cpus:2,5", "cpus:5,5");
        PlacementMatrix.Pairs([.. Enumerable.Range(0, PlacementMatrix.MostCpus)], Unwanted).Should().HaveCount(36);
    }

    [Test]
    public void A_large_machine_is_represented_by_one_CPU_of_each_relation_and_one_of_each_cache()
    {
        // Two nodes of two caches with four cores of two threads each.
        _tree.WithTopology(cpus: 32, threadsPerCore: 2, cpusPerCache: 8, cpusPerNode: 16);

        // 0; its sibling 1; 2 of its cache; 8 of its node; 16 of the other node; 24 of the last cache.
        Cpus(PlacementMatrix.Pairs([.. Enumerable.Range(0, 32)], Topology)).Should().Equal(0, 1, 2, 8, 16, 24);
    }

    [Test]
    public void More_caches_than_places_are_cut_off()
    {
        _tree.WithTopology(cpus: 64, threadsPerCore: 1, cpusPerCache: 2, cpusPerNode: 64);

        Cpus(PlacementMatrix.Pairs([.. Enumerable.Range(0, 64)], Topology)).Should().Equal(0, 1, 2, 4, 6, 8, 10, 12);
    }

    [Test]
    public void Where_sysfs_tells_no_caches_the_first_CPUs_stand_for_the_others()
    {
        _tree.WithTopology(cpus: 16, threadsPerCore: 1, cpusPerCache: 0, cpusPerNode: 0);

        Cpus(PlacementMatrix.Pairs([.. Enumerable.Range(0, 16)], Topology)).Should().HaveCount(PlacementMatrix.MostCpus);
    }

    private CpuTopology Topology() => CpuTopology.Read(_tree.Root);

    private static IEnumerable<string> Names(IEnumerable<Placement> pairs) => pairs.Select(static pair => pair.ToString());

    private static IEnumerable<int> Cpus(IEnumerable<Placement> pairs) =>
        pairs.SelectMany(static pair => new[] { pair.CpuA!.Value, pair.CpuB!.Value }).Distinct().Order();
}
