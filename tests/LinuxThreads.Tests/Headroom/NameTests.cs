using LinuxThreads.Headroom;
using LinuxThreads.Limits;

namespace LinuxThreads.Tests.Headroom;

public sealed class NameTests
{
    [Test]
    public void The_limits_are_spelled_as_in_the_design() => Enum.GetValues<LimitName>().Select(name => name.JsonName()).Should().Equal(
        "rlimit_nproc", "pids.max", "threads-max", "pid_max", "max_map_count", "rlimit_as", "rlimit_data", "commit_limit", "memory.max", "mem_available", "seccomp_clone3", "stack_min");

    [Test]
    public void The_kinds_of_thread_are_spelled_as_in_the_design() =>
        Enum.GetValues<ThreadKind>().Select(kind => kind.JsonName()).Should().Equal("pthread", "dotnet-thread");

    [Test]
    public void The_ends_of_a_proof_are_spelled_as_in_the_design() =>
        Enum.GetValues<ProveEnd>().Select(end => end.JsonName()).Should().Equal("errno", "max", "floor", "oom_kill", "timeout", "killed");
}
