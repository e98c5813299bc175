using LinuxThreads.Headroom;
using LinuxThreads.Limits;

namespace LinuxThreads.Tests.Limits;

/// <summary>Which limit is named for what the kernel counted.</summary>
public sealed class LimitEvidenceTests
{
    private static readonly Dictionary<string, ulong> Nothing = [];

    [Test]
    public void A_counter_of_refusals_outweighs_every_reading()
    {
        var growth = new Dictionary<string, ulong> { ["/sys/fs/cgroup/a/pids.events max"] = 1 };
        var (limit, evidence) = LimitEvidence.OfRefusal(Inspection(Check(LimitName.ThreadsMax, 0), Check(LimitName.PidsMax, 1)), Errno.EAGAIN, growth);

        limit!.Name.Should().Be(LimitName.PidsMax);
        evidence[0].Should().Be("/sys/fs/cgroup/a/pids.events max grew by 1.");
    }

    [Test]
    public void Without_a_counted_refusal_it_was_not_the_cgroup() =>
        LimitEvidence.OfRefusal(Inspection(Check(LimitName.PidsMax, 0), Check(LimitName.ThreadsMax, 1)), Errno.EAGAIN, Nothing)
            .Limit!.Name.Should().Be(LimitName.ThreadsMax);

    [Test]
    public void Of_two_that_are_reached_the_kernel_asks_for_the_stack_first() =>
        LimitEvidence.OfRefusal(Inspection(Check(LimitName.RlimitNproc, 0), Check(LimitName.MaxMapCount, 0)), Errno.EAGAIN, Nothing)
            .Limit!.Name.Should().Be(LimitName.MaxMapCount);

    [Test]
    public void What_is_reached_outweighs_what_is_nearly_reached() =>
        LimitEvidence.OfRefusal(Inspection(Check(LimitName.MaxMapCount, 2), Check(LimitName.PidMax, 0)), Errno.EAGAIN, Nothing)
            .Limit!.Name.Should().Be(LimitName.PidMax);

    [Test]
    public void A_limit_that_is_far_away_is_not_named()
    {
        var (limit, evidence) = LimitEvidence.OfRefusal(Inspection(Check(LimitName.ThreadsMax, 3)), Errno.EAGAIN, Nothing);

        limit.Should().BeNull();
        evidence.Should().Equal("No limit that can be read was reached at the refusal.");
    }

    [Test]
    public void A_limit_that_gives_another_error_is_not_named() =>
        LimitEvidence.OfRefusal(Inspection(Check(LimitName.ThreadsMax, 0)), Errno.EPERM, Nothing).Limit.Should().BeNull();

    [Test]
    public void A_death_that_nobody_counted_is_not_the_OOM_killers() =>
        LimitEvidence.OfDeath(Inspection(Memory("a", 10)), Nothing).Should().BeNull();

    [Test]
    public void The_cgroup_whose_limit_was_hit_is_named_and_not_the_one_that_only_counts_the_kill()
    {
        var growth = new Dictionary<string, ulong>
        {
            ["/sys/fs/cgroup/a/b/memory.events oom_kill"] = 1,
            ["/sys/fs/cgroup/a/memory.events oom_kill"] = 1,
            ["/sys/fs/cgroup/a/memory.events oom"] = 1,
        };

        LimitEvidence.OfDeath(Inspection(Memory("a/b", 10), Memory("a", 20)), growth)!.Value.Limit!.Path.Should().Be("/sys/fs/cgroup/a/memory.max");
    }

    [Test]
    public void A_kill_that_only_the_system_counted_is_the_systems()
    {
        var growth = new Dictionary<string, ulong> { ["/proc/vmstat oom_kill"] = 1 };

        LimitEvidence.OfDeath(Inspection(Memory("a", 10), Check(LimitName.MemAvailable, 5)), growth)!.Value.Limit!.Name.Should().Be(LimitName.MemAvailable);
    }

    private static LimitCheck Memory(string cgroup, long left) =>
        Check(LimitName.MemoryMax, left) with { Path = $"/sys/fs/cgroup/{cgroup}/memory.max", Errno = null };

    private static LimitCheck Check(LimitName name, long left) => new()
    {
        Name = name,
        Scope = "somewhere",
        Path = "/somewhere",
        Unit = "tasks",
        Limit = RlimitValue.Limited(100),
        Current = 100 - left,
        PerThread = 1,
        ThreadsUntilHit = left,
        Errno = Errno.EAGAIN,
        Enforced = true,
    };

    private static LimitInspection Inspection(params LimitCheck[] checks) => new()
    {
        Pid = new Pid(42),
        Cost = ThreadCost.Unknown(ThreadKind.Pthread, null, "not needed.", null),
        Checks = checks,
    };
}
