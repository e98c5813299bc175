using LinuxThreads.Ladder;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Tests.Conditions;

namespace LinuxThreads.Tests.Ladder;

public sealed class LadderCpusTests
{
    private SyntheticTree _tree = new();

    [SetUp]
    public void EmptyTree() => _tree = new SyntheticTree();

    [TearDown]
    public void RemoveTree() => _tree.Dispose();

    [Test]
    public void Two_cores_that_share_a_cache_are_preferred_to_two_threads_of_one()
    {
        _tree.WithTopology(cpus: 8, threadsPerCore: 2, cpusPerCache: 4, cpusPerNode: 8);
        var cpus = Choose(null, 1, 2, 3, 4);
        cpus.Two.Should().Equal(1, 2);
        (cpus.One, cpus.Relation, cpus.WhyNotTwo).Should().Be((1, Placement.SameLlc, null));
    }

    [Test]
    public void The_one_CPU_is_the_first_of_the_two()
    {
        // CPU 0 shares no cache with another that is allowed.
        _tree.WithTopology(cpus: 8, threadsPerCore: 1, cpusPerCache: 4, cpusPerNode: 8);
        Choose(null, 0, 4, 5).One.Should().Be(4);
    }

    [Test]
    public void Two_threads_of_one_core_are_taken_where_there_is_nothing_else()
    {
        _tree.WithTopology(cpus: 4, threadsPerCore: 2, cpusPerCache: 4, cpusPerNode: 4);
        Choose(null, 2, 3).Relation.Should().Be(Placement.SmtSibling);
    }

    [Test]
    public void Where_sysfs_does_not_tell_how_they_relate_the_first_two_are_taken_by_number()
    {
        _tree.WithTopology(cpus: 4, threadsPerCore: 1, cpusPerCache: 0, cpusPerNode: 4);
        var cpus = Choose(null, 1, 3);
        cpus.Two.Should().Equal(1, 3);
        cpus.Relation.Should().Be(Placement.OnCpus(1, 3));
    }

    [Test]
    public void A_process_with_one_CPU_has_no_two_and_reads_no_topology()
    {
        var cpus = LadderCpus.Choose(null, [3], static () => throw new InvalidOperationException("the topology was read"));
        (cpus.One, cpus.Two, cpus.Relation).Should().Be((3, null, null));
        cpus.WhyNotTwo.Should().Contain("only CPU 3");
    }

    [Test]
    public void A_placement_asked_for_is_taken_or_its_absence_explained()
    {
        _tree.WithTopology(cpus: 4, threadsPerCore: 2, cpusPerCache: 4, cpusPerNode: 4);
        Choose(Placement.OnCpus(3, 1), 0, 1, 2, 3).Two.Should().Equal(3, 1);
        var absent = Choose(Placement.CrossNode, 0, 1, 2, 3);
        absent.Two.Should().BeNull();
        absent.WhyNotTwo.Should().Contain("cross-node");
    }

    [Test]
    public void A_topology_that_cannot_be_read_is_the_reason()
    {
        var cpus = LadderCpus.Choose(null, [0, 1], static () => throw new SyscallException("open", Errno.EACCES, "/sys/devices/system/cpu"));
        (cpus.One, cpus.Two).Should().Be((0, null));
        cpus.WhyNotTwo.Should().Contain("topology").And.Contain("EACCES");
    }

    private LadderCpus Choose(Placement? wanted, params int[] allowed) =>
        LadderCpus.Choose(wanted, allowed, () => CpuTopology.Read(_tree.Root));
}
