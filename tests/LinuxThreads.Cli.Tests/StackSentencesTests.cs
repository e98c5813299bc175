using LinuxThreads.Cli.Output;
using LinuxThreads.Stacks;
using LinuxThreads.Tests;

namespace LinuxThreads.Cli.Tests;

public sealed class StackSentencesTests
{
    private static readonly StackHugePages Flagged = new(false, HugePageReason.NoHugePageFlag);
    private static readonly StackHugePages Advised = new(true, HugePageReason.Advised) { Potential = new ByteSize(2 << 20) };

    [Test]
    public void One_reason_for_all_is_said_once() =>
        StackSentences.HugePages(Stacks(Flagged, Flagged, null))
            .Should().Be("None of 2 stacks may become huge: the nh flag (MAP_STACK, Linux 6.7 and later) on each.");

    [Test]
    public void Several_reasons_stand_with_their_numbers_the_most_frequent_first() =>
        StackSentences.HugePages(Stacks(new(false, HugePageReason.NotAdvised), Flagged, Flagged))
            .Should().Be("None of 3 stacks may become huge: the nh flag (MAP_STACK, Linux 6.7 and later) on 2; the setting madvise without advice on 1.");

    [Test]
    public void What_may_become_huge_has_its_cost() =>
        StackSentences.HugePages(Stacks(Advised, Advised, Flagged)).Should().Be(
            "2 of 3 stacks may become huge (MADV_HUGEPAGE): the first huge page of each would make 4.0 MiB more resident. "
            + "The others may not: the nh flag (MAP_STACK, Linux 6.7 and later) on 1.");

    [Test]
    public void What_is_huge_already_costs_nothing_more()
    {
        var stacks = Stacks(Advised with { Potential = ByteSize.Zero });

        StackSentences.HugePages([stacks[0] with { Huge = new ByteSize(2 << 20) }]).Should().Be("1 of 1 stack may become huge (MADV_HUGEPAGE); 2.0 MiB of them are.");
    }

    [Test]
    public void What_the_kernel_does_not_tell_is_unknown()
    {
        StackSentences.HugePages(Stacks(new StackHugePages(null, HugePageReason.NotTold))).Should().Contain("unknown");
        StackSentences.HugePages(Stacks(null, null)).Should().BeNull();
    }

    [Test]
    [Category("Live")]
    public void Stacks_that_deep_calls_left_behind_are_mentioned_and_those_of_shallow_threads_are_not()
    {
        using var deep = TargetProcess.Start("parked-stacks", "40", "8388608");
        var run = ToolRun.Of("stacks", "--pid", deep.Pid.ToString());

        if (run.Out.Contains("may not be read", StringComparison.Ordinal))
        {
            Assert.Ignore("Stack pointers may not be read here.");
        }

        Words(run.Out).Should().Contain("lie below the stack pointers: calls that have returned left them behind");
        using var shallow = TargetProcess.Start("parked-stacks", "1", "65536");
        Words(ToolRun.Of("stacks", "--pid", shallow.Pid.ToString()).Out).Should().Contain("may become huge").And.NotContain("left them behind");
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static ThreadStack[] Stacks(params StackHugePages?[] stacks) =>
        [.. stacks.Select(static (stack, index) => new ThreadStack { Tid = new Tid(index + 1), Comm = default, HugePages = stack })];
}
