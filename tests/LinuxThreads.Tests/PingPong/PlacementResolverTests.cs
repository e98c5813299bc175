using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Tests.Conditions;

namespace LinuxThreads.Tests.PingPong;

public sealed class PlacementResolverTests
{
    private SyntheticTree _tree = new();

    [SetUp]
    public void EmptyTree() => _tree = new SyntheticTree();

    [TearDown]
    public void RemoveTree() => _tree.Dispose();

    [Test]
    public void Two_threads_of_one_core_are_siblings_and_not_merely_cache_mates()
    {
        Machine(cpus: 4, threadsPerCore: 2, cpusPerCache: 4, cpusPerNode: 4);
        Resolve(Placement.SmtSibling, 0, 1, 2, 3).Should().Equal(0, 1);
        Resolve(Placement.SameLlc, 0, 1, 2, 3).Should().Equal(0, 2);
        Resolve(Placement.SmtSibling, 1, 2, 3).Should().Equal(2, 3);
    }

    [Test]
    public void Two_caches_of_one_node_are_told_from_one()
    {
        Machine(cpus: 4, threadsPerCore: 1, cpusPerCache: 2, cpusPerNode: 4);
        Resolve(Placement.SameLlc, 0, 1, 2, 3).Should().Equal(0, 1);
        Resolve(Placement.CrossLlc, 0, 1, 2, 3).Should().Equal(0, 2);
        Resolve(Placement.SmtSibling, 0, 1, 2, 3).Should().BeNull();
        Resolve(Placement.CrossNode, 0, 1, 2, 3).Should().BeNull();
    }

    [Test]
    public void Two_nodes_are_farther_than_two_caches()
    {
        Machine(cpus: 4, threadsPerCore: 1, cpusPerCache: 2, cpusPerNode: 2);
        Resolve(Placement.CrossNode, 0, 1, 2, 3).Should().Equal(0, 2);
        Resolve(Placement.CrossLlc, 0, 1, 2, 3).Should().BeNull();
    }

    [Test]
    public void Only_CPUs_that_the_process_may_use_count()
    {
        Machine(cpus: 4, threadsPerCore: 1, cpusPerCache: 2, cpusPerNode: 4);
        Resolve(Placement.SameLlc, 0, 2, 3).Should().Equal(2, 3);
        Resolve(Placement.SameLlc, out var reason, 1, 2).Should().BeNull();
        reason.Should().Contain("same-llc").And.Contain("1-2");
    }

    [Test]
    public void With_one_CPU_the_reason_is_that_there_is_but_one()
    {
        Machine(cpus: 4, threadsPerCore: 2, cpusPerCache: 4, cpusPerNode: 4);
        Resolve(Placement.SmtSibling, out var reason, 3).Should().BeNull();
        reason.Should().Contain("smt-sibling needs two CPUs").And.Contain("only CPU 3");
    }

    [Test]
    public void Where_sysfs_lists_no_caches_the_reason_is_that_it_does_not_tell()
    {
        Machine(cpus: 2, threadsPerCore: 1, cpusPerCache: 0, cpusPerNode: 2);
        Resolve(Placement.SameLlc, out var sameCache, 0, 1).Should().BeNull();
        Resolve(Placement.CrossLlc, 0, 1).Should().BeNull();
        sameCache.Should().Contain("does not list the caches").And.Contain("cpus:A,B");
    }

    [Test]
    public void Siblings_and_nodes_are_found_without_caches()
    {
        Machine(cpus: 4, threadsPerCore: 2, cpusPerCache: 0, cpusPerNode: 2);
        Resolve(Placement.SmtSibling, 0, 1, 2, 3).Should().Equal(0, 1);
        Resolve(Placement.CrossNode, 0, 1, 2, 3).Should().Equal(0, 2);
    }

    [Test]
    public void Without_nodes_the_caches_decide()
    {
        Machine(cpus: 4, threadsPerCore: 1, cpusPerCache: 2, cpusPerNode: 0);
        Resolve(Placement.CrossLlc, 0, 1, 2, 3).Should().Equal(0, 2);
        Resolve(Placement.CrossNode, out var reason, 0, 1, 2, 3).Should().BeNull();
        reason.Should().NotContain("does not list");
    }

    [Test]
    public void A_placement_that_needs_no_topology_reads_none()
    {
        static CpuTopology Unwanted() => throw new InvalidOperationException("the topology was read");
        PlacementResolver.TryResolve(Placement.SameCpu, [2, 3], Unwanted, out _).Should().Equal(2, 2);
        PlacementResolver.TryResolve(Placement.Unpinned, [2, 3], Unwanted, out _).Should().BeEmpty();
        PlacementResolver.TryResolve(Placement.OnCpus(3, 2), [2, 3], Unwanted, out _).Should().Equal(3, 2);
    }

    [TestCase(9, 0, "CPU 9 ")]
    [TestCase(0, 9, "CPU 9 ")]
    [TestCase(1, 1, "CPU 1 ")]
    public void A_CPU_that_is_not_allowed_is_named_with_those_that_are(int a, int b, string named)
    {
        PlacementResolver.TryResolve(Placement.OnCpus(a, b), [0, 2, 3], () => CpuTopology.Read(_tree.Root), out var reason).Should().BeNull();
        reason.Should().StartWith(named).And.Contain("0,2-3");
    }

    private int[]? Resolve(Placement placement, params int[] allowed) => Resolve(placement, out _, allowed);

    private int[]? Resolve(Placement placement, out string? reason, params int[] allowed)
    {
        var pair = PlacementResolver.TryResolve(placement, allowed, () => CpuTopology.Read(_tree.Root), out reason);
        (reason is null).Should().Be(pair is not null);
        return pair;
    }

    private void Machine(int cpus, int threadsPerCore, int cpusPerCache, int cpusPerNode) =>
        _tree.WithTopology(cpus, threadsPerCore, cpusPerCache, cpusPerNode);
}
