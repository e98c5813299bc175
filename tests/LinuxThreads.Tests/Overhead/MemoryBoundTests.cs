using LinuxThreads.Overhead;
using LinuxThreads.Tests.Conditions;

namespace LinuxThreads.Tests.Overhead;

public sealed class MemoryBoundTests
{
    private static readonly ByteSize Planned = ByteSize.FromKibibytes(64 * 1024);

    [Test]
    public void With_memory_to_spare_the_plan_is_the_bound()
    {
        using var tree = Tree(availableKb: 8 * 1024 * 1024, limit: "max");

        MemoryBound.Of(Planned, tree.Root).Should().Be((Planned, "the plan"));
    }

    [Test]
    public void An_eighth_of_the_available_memory_may_be_taken()
    {
        using var tree = Tree(availableKb: 80 * 1024, limit: "max");

        MemoryBound.Of(Planned, tree.Root).Should().Be((ByteSize.FromKibibytes(10 * 1024), "an eighth of the available memory"));
    }

    [Test]
    public void So_may_an_eighth_of_the_cgroups_limit()
    {
        using var tree = Tree(availableKb: 80 * 1024, limit: "16777216");

        MemoryBound.Of(Planned, tree.Root).Should().Be((ByteSize.FromKibibytes(2 * 1024), "an eighth of the cgroup's memory limit"));
    }

    [Test]
    public void A_kernel_that_does_not_estimate_is_asked_for_its_free_memory()
    {
        using var tree = Tree(availableKb: null, limit: "max");

        MemoryBound.Of(Planned, tree.Root).Largest.Should().Be(ByteSize.FromKibibytes(5 * 1024));
    }

    private static SyntheticTree Tree(long? availableKb, string limit) => new SyntheticTree()
        .With("proc/meminfo", $"MemTotal: 9000000 kB\nMemFree: 40960 kB\n{(availableKb is { } kb ? $"MemAvailable: {kb} kB\n" : "")}Buffers: 1 kB\nCached: 1 kB\n")
        .With("proc/self/mountinfo", "35 24 0:30 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n")
        .With("proc/self/cgroup", "0::/app\n")
        .With("sys/fs/cgroup/app/cgroup.events", "populated 1\n")
        .With("sys/fs/cgroup/app/memory.max", limit);
}
