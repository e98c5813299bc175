using LinuxThreads.Stacks;
using Machine = System.Runtime.InteropServices.Architecture;

namespace LinuxThreads.Tests.Stacks;

public sealed class ThreadBlockRuleTests
{
    private const ulong Page = 0x1000;

    [TestCase(0x7ffff9a0UL, 0x80000000UL)]
    [TestCase(0x7ffff008UL, 0x80000000UL)]
    [TestCase(0x7ffffff8UL, 0x80000000UL)]
    [TestCase(0x80000000UL, 0x80001000UL)]
    public void On_x86_64_the_stack_ends_with_the_blocks_page(ulong block, ulong end) =>
        ThreadBlockRule.For(Machine.X64, Page, [], null).EndOf(block).Should().Be(end);

    [TestCase(0x7ffff9a0UL, 0x80000000UL)]
    [TestCase(0x7ffff9a1UL, 0x80001000UL)]
    public void A_measured_distance_replaces_the_page(ulong block, ulong end) =>
        ThreadBlockRule.For(Machine.X64, Page, [], 0x660).EndOf(block).Should().Be(end);

    [Test]
    public void On_arm64_the_smallest_distance_that_two_threads_share_is_the_one()
    {
        var rule = ThreadBlockRule.For(Machine.Arm64, Page, [0x19a0, 0x99a0, 0x19a0, 0x99a0, 0x9a0], null);

        rule.EndOf(0x7fffe660).Should().Be(0x80000000);
    }

    [Test]
    public void On_arm64_a_single_thread_shows_nothing() =>
        ThreadBlockRule.For(Machine.Arm64, Page, [0x19a0], null).EndOf(0x7fffe660).Should().BeNull();
}
