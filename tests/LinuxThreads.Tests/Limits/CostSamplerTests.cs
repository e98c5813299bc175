using LinuxThreads.Limits;
using LinuxThreads.Tests.Headroom;

namespace LinuxThreads.Tests.Limits;

public sealed class CostSamplerTests
{
    [Test]
    public void What_the_kernel_does_not_print_is_an_error_and_no_0()
    {
        using var tree = new TestTree();

        new CostSampler(tree.Root, new Pid(TestTree.Pid)).Invoking(static sampler => sampler.Read(1))
            .Should().Throw<MeasurementAbortedException>().WithMessage("*VmRSS*");
    }
}
