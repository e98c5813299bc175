using LinuxThreads.Headroom;
using LinuxThreads.Limits;

namespace LinuxThreads.Tests.Limits;

public sealed class CostEstimateTests
{
    [Test]
    public void The_median_step_is_the_cost_so_that_one_disturbed_step_does_not_count()
    {
        var cost = Estimate(Reading(0), Reading(100), Reading(200) with { Mappings = 900 }, Reading(300) with { Mappings = 1100 });

        cost.Mappings.Should().Be(2);
        cost.AddressSpaceBytes.Should().Be(8192);
        cost.PrivateWritableBytes.Should().Be(4096);
    }

    [Test]
    public void A_quiet_cgroups_own_charge_is_the_memory_of_a_thread() =>
        Estimate(Reading(0, cgroup: 0), Reading(100, cgroup: 3_000_000), Reading(200, cgroup: 6_100_000), Reading(300, cgroup: 9_000_000))
            .MemoryBytes.Should().Be(30_000);

    [Test]
    public void A_cgroup_that_others_charge_as_well_does_not_serve()
    {
        var cost = Estimate(Reading(0, cgroup: 0), Reading(100, cgroup: 3_000_000), Reading(200, cgroup: 9_000_000), Reading(300, cgroup: 12_000_000));

        cost.MemoryBytes.Should().Be(10_000 + 16_384 + 2_000);
    }

    [Test]
    public void Objects_that_not_every_step_shows_are_others()
    {
        var busy = Reading(200) with { Slab = new Dictionary<string, (long, long)> { ["task_struct"] = (1200, 2000), ["dentry"] = (90_000, 192) } };

        Estimate(Reading(0), Reading(100), busy, Reading(300) with { Slab = new Dictionary<string, (long, long)> { ["task_struct"] = (1300, 2000), ["dentry"] = (90_000, 192) } })
            .MemoryBytes.Should().Be(10_000 + 16_384 + 2_000);
    }

    [Test]
    public void Without_slab_readings_the_memory_is_known_to_lack_them()
    {
        var cost = CostEstimate.Of([Reading(0) with { Slab = null }, Reading(100) with { Slab = null }], ThreadKind.Pthread, null, 16_384, "slabinfo: EACCES.");

        cost.MemoryBytes.Should().Be(10_000 + 16_384);
        cost.Unavailable.Should().ContainSingle().Which.Reason.Should().Contain("slabinfo: EACCES.");
    }

    private static ThreadCost Estimate(params CostSampler.Reading[] readings) => CostEstimate.Of(readings, ThreadKind.Pthread, null, 16_384, null);

    private static CostSampler.Reading Reading(long threads, long? cgroup = null) => new(
        threads,
        50 + (2 * threads),
        8192 * threads,
        4096 * threads,
        10_000 * threads,
        cgroup,
        new Dictionary<string, (long, long)> { ["task_struct"] = (1000 + threads, 2000), ["dentry"] = (50_000, 192) });
}
