using System.ComponentModel;
using LinuxThreads.Ladder;

namespace LinuxThreads.Tests.Ladder;

public sealed class LadderRungTests
{
    [Test]
    public void Names_are_those_of_the_contract_in_the_order_of_the_ladder() =>
        Enum.GetValues<LadderRung>().Select(static rung => rung.JsonName()).Should().Equal(
            "empty-call", "vdso-clock", "null-syscall", "futex-wake", "futex-wait-mismatch", "lone-yield", "self-pipe",
            "yield-to-peer", "futex-one-cpu", "futex-two-cpus", "futex-two-cpus-awake");

    [Test]
    public void Every_rung_but_the_first_is_compared_with_one_below_it() =>
        Enum.GetValues<LadderRung>().Should().OnlyContain(static rung =>
            rung == LadderRung.EmptyCall ? rung.ComparedWith() == null : rung.ComparedWith() < rung);

    [TestCase(LadderRung.NullSyscall, LadderRung.EmptyCall)]
    [TestCase(LadderRung.FutexWake, LadderRung.NullSyscall)]
    [TestCase(LadderRung.FutexWaitMismatch, LadderRung.NullSyscall)]
    [TestCase(LadderRung.LoneYield, LadderRung.NullSyscall)]
    [TestCase(LadderRung.YieldToPeer, LadderRung.LoneYield)]
    [TestCase(LadderRung.FutexOneCpu, LadderRung.YieldToPeer)]
    [TestCase(LadderRung.FutexTwoCpus, LadderRung.FutexOneCpu)]
    [TestCase(LadderRung.FutexTwoCpusAwake, LadderRung.FutexTwoCpus)]
    public void Each_step_takes_off_what_the_two_have_in_common(LadderRung rung, LadderRung with) => rung.ComparedWith().Should().Be(with);

    [Test]
    public void Rungs_from_the_yield_to_a_peer_on_are_hand_overs() =>
        Enum.GetValues<LadderRung>().Where(static rung => rung.IsHandOver()).Should().Equal(
            LadderRung.YieldToPeer, LadderRung.FutexOneCpu, LadderRung.FutexTwoCpus, LadderRung.FutexTwoCpusAwake);

    [Test]
    public void A_value_that_is_no_rung_is_refused()
    {
        var name = static () => ((LadderRung)99).JsonName();
        name.Should().Throw<InvalidEnumArgumentException>();
    }
}
