using LinuxThreads.Conditions;
using LinuxThreads.Stacks;

namespace LinuxThreads.Tests.Stacks;

public sealed class StackHugePageCheckTests
{
    private static readonly ByteSize Size = new(2 << 20);

    [Test]
    public void Stacks_that_all_carry_the_flag_are_fine()
    {
        var check = Check(new(false, HugePageReason.NoHugePageFlag), new(false, HugePageReason.NoHugePageFlag), new(false, HugePageReason.NotAdvised));

        check.Verdict.Should().Be(CapabilityVerdict.Ok);
        check.Finding.Should().Contain("None of the 3").And.Contain("the nh flag").And.Contain("on 2; ").And.Contain("on 1.");
    }

    [Test]
    public void One_that_may_become_huge_is_a_warning_with_the_size()
    {
        var check = Check(new(false, HugePageReason.NoHugePageFlag), new(true, HugePageReason.ModeAlways) { Size = Size });

        check.Verdict.Should().Be(CapabilityVerdict.Limited);
        check.Finding.Should().Contain("1 of the 2").And.Contain("2,097,152");
        check.Fix.Should().NotBeNull();
    }

    [Test]
    public void A_kernel_that_does_not_tell_is_unknown() =>
        Check(new(null, HugePageReason.NotTold), null).Verdict.Should().Be(CapabilityVerdict.Unknown);

    [Test]
    [Category("Live")]
    public void The_check_of_this_process_is_decided_on_a_kernel_that_tells()
    {
        var snapshot = StackSnapshot.Read(Pid.Current);
        if (snapshot.Threads.All(static stack => stack.HugePages?.Eligible is null))
        {
            Assert.Ignore("This kernel prints no THPeligible.");
        }

        StackHugePageCheck.Of(snapshot).Verdict.Should().BeOneOf(CapabilityVerdict.Ok, CapabilityVerdict.Limited);
    }

    private static Capability Check(params StackHugePages?[] stacks) => StackHugePageCheck.Of(new StackSnapshot
    {
        Pid = new Pid(1),
        Route = StackRoute.Pagemap,
        Took = default,
        HugePages = HugePageSettings.Of(null, null),
        Threads = [.. stacks.Select(static (stack, index) => new ThreadStack { Tid = new Tid(index + 1), Comm = default, HugePages = stack })],
        Totals = StackTotals.Of([]),
    });
}
