using LinuxThreads.Stacks;
using LinuxThreads.Tests.Procfs;

namespace LinuxThreads.Tests.Stacks;

/// <summary>A captured .NET process of which one thread's stack is unknown.</summary>
public sealed class UnlocatedStacksTests
{
    [TestCase(11, true)]
    [TestCase(10, false)]
    public void Where_a_stack_is_unknown_nothing_is_taken_for_a_signal_stack(int located, bool isTaken)
    {
        var breakdown = new BreakdownReader(MemoryFixture.Captured, new StackSnapshot
        {
            Pid = MemoryFixture.DotnetProgram,
            Route = StackRoute.Smaps,
            Took = Nanoseconds.Zero,
            Threads = [],
            HugePages = HugePageSettings.Of(null, null),
            Totals = new StackTotals(11, located, default, default, default, default),
        }).TryRead()!;

        breakdown.Of(MemoryClass.SignalStacks).Should().Match<MemoryClassUse?>(use => use != null == isTaken);
        breakdown.Unavailable.Any(static entry => entry.Field == "signal-stacks" && entry.Reason.Contains("10 mappings")).Should().Be(!isTaken);
    }
}
