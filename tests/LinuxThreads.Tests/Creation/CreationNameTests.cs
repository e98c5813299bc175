using LinuxThreads.Creation;

namespace LinuxThreads.Tests.Creation;

public sealed class CreationNameTests
{
    [TestCase(CreationKind.Pthread, "pthread", true, true)]
    [TestCase(CreationKind.PthreadSteps, "pthread-steps", true, true)]
    [TestCase(CreationKind.DotnetThread, "dotnet-thread", true, false)]
    [TestCase(CreationKind.TaskRun, "task-run", false, false)]
    [TestCase(CreationKind.PoolQueue, "pool-queue", false, false)]
    public void Each_kind_has_the_name_of_the_contract(CreationKind kind, string name, bool creates, bool native) =>
        (kind.JsonName(), kind.CreatesThreads(), kind.IsNative()).Should().Be((name, creates, native));

    [Test]
    public void Steps_and_caches_have_theirs()
    {
        Enum.GetValues<CreationStep>().Select(step => step.JsonName())
            .Should().Equal("map", "guard", "touch", "clone", "first-instruction", "join", "unmap");
        Enum.GetValues<StackCache>().Select(cache => cache.JsonName()).Should().Equal("warm", "cold");
    }

    [Test]
    public void The_steps_are_those_of_the_shim_in_its_order() => Enum.GetValues<CreationStep>().Select(step => (uint)step)
        .Should().Equal(
            LinuxThreads.Interop.ShimConstants.StepMap, LinuxThreads.Interop.ShimConstants.StepGuard, LinuxThreads.Interop.ShimConstants.StepTouch,
            LinuxThreads.Interop.ShimConstants.StepClone, LinuxThreads.Interop.ShimConstants.StepFirst, LinuxThreads.Interop.ShimConstants.StepJoin,
            LinuxThreads.Interop.ShimConstants.StepUnmap);

    [Test]
    public void What_is_none_of_them_is_refused()
    {
        var kind = () => ((CreationKind)99).JsonName();
        var step = () => ((CreationStep)99).JsonName();
        var cache = () => ((StackCache)99).JsonName();
        kind.Should().Throw<ArgumentException>();
        step.Should().Throw<ArgumentException>();
        cache.Should().Throw<ArgumentException>();
    }
}
