using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

public sealed class JsonNamesTests
{
    [TestCase(Verdict.Unverified, "unverified")]
    [TestCase(Verdict.Contaminated, "contaminated")]
    [TestCase(Verdict.WrongCount, "wrong-count")]
    [TestCase(Verdict.Valid, "valid")]
    public void Each_verdict_has_the_spelling_of_the_design(Verdict verdict, string name) =>
        verdict.JsonName().Should().Be(name);

    [TestCase(CaveatKind.Unpinned, "unpinned")]
    [TestCase(CaveatKind.SpunInsteadOfSwitching, "spun-instead-of-switching")]
    [TestCase(CaveatKind.Bimodal, "bimodal")]
    [TestCase(CaveatKind.UnknownMigrations, "unknown-migrations")]
    [TestCase(CaveatKind.ShortWindow, "short-window")]
    [TestCase(CaveatKind.ForeignCpuTime, "foreign-cpu-time")]
    [TestCase(CaveatKind.Steal, "steal")]
    [TestCase(CaveatKind.Interrupts, "interrupts")]
    [TestCase(CaveatKind.OccupancyUnknown, "occupancy-unknown")]
    [TestCase(CaveatKind.RepeatedForQuiet, "repeated-for-quiet")]
    [TestCase(CaveatKind.WholeMachineCounter, "whole-machine-counter")]
    [TestCase(CaveatKind.StackCache, "stack-cache")]
    [TestCase(CaveatKind.FewRepetitions, "few-repetitions")]
    public void Each_caveat_has_its_code(CaveatKind kind, string code) => kind.JsonCode().Should().Be(code);

    [Test]
    public void Every_verdict_and_every_caveat_has_a_name_of_its_own()
    {
        Enum.GetValues<Verdict>().Select(verdict => verdict.JsonName()).Should().OnlyHaveUniqueItems();
        Enum.GetValues<CaveatKind>().Select(kind => kind.JsonCode()).Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void The_order_of_the_verdicts_is_their_precedence() => Enum.GetValues<Verdict>()
        .Should().Equal(Verdict.Unverified, Verdict.Contaminated, Verdict.WrongCount, Verdict.Valid);

    [Test]
    public void A_value_outside_the_enum_is_refused()
    {
        var verdict = () => ((Verdict)9).JsonName();
        var caveat = () => ((CaveatKind)99).JsonCode();
        verdict.Should().Throw<ArgumentOutOfRangeException>();
        caveat.Should().Throw<ArgumentOutOfRangeException>();
    }
}
