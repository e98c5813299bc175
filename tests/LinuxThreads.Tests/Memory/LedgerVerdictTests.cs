using LinuxThreads.Memory;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Memory;

public sealed class LedgerVerdictTests
{
    private static readonly OtherThreads None = new(0, 1000);
    private static readonly OtherThreads Many = new(11, 1000);
    private static readonly LedgerClosure Open = new(ByteSize.FromKibibytes(500), ByteSize.Zero, ByteSize.FromKibibytes(900), ByteSize.FromKibibytes(100));
    private static readonly LedgerClosure Closed = Open with { Ledger = ByteSize.FromKibibytes(1000) };

    [Test]
    public void A_ledger_that_closes_is_valid()
    {
        var judged = LedgerVerdict.Judge(Closed, None);

        judged.Verdict.Should().Be(Verdict.Valid);
        judged.Caveats.Should().BeEmpty();
    }

    [Test]
    public void A_ledger_that_does_not_close_is_contaminated_and_says_by_how_much()
    {
        var judged = LedgerVerdict.Judge(Open, None);

        judged.Verdict.Should().Be(Verdict.Contaminated);
        var caveat = judged.Caveats.Single();
        caveat.Kind.Should().Be(CaveatKind.LedgerOpen);
        caveat.Sentence.Should().Contain("fell by 1,000 KiB").And.Contain("grew by 500 KiB");
        caveat.Figures.Should().Equal(
            new CaveatFigure("ledger_bytes", 512_000), new CaveatFigure("mem_available_bytes", 921_600), new CaveatFigure("per_cpu_list_bytes", 102_400),
            new CaveatFigure("reader_bytes", 0));
    }

    [Test]
    public void Threads_of_others_contaminate_a_ledger_that_closes_and_are_counted()
    {
        var judged = LedgerVerdict.Judge(Closed, Many);

        judged.Verdict.Should().Be(Verdict.Contaminated);
        judged.Caveats.Single().Kind.Should().Be(CaveatKind.OtherThreads);
        judged.Caveats.Single().Figures.Should().Equal(new CaveatFigure("other_threads", 11));
    }

    [Test]
    public void Both_reasons_are_told() =>
        LedgerVerdict.Judge(Open, Many).Caveats.Select(static caveat => caveat.Kind).Should().Equal(CaveatKind.LedgerOpen, CaveatKind.OtherThreads);

    [Test]
    public void Without_a_closure_nothing_is_verified_whoever_else_started_threads()
    {
        var judged = LedgerVerdict.Judge(null, Many);

        judged.Verdict.Should().Be(Verdict.Unverified);
        judged.Caveats.Select(static caveat => caveat.Kind).Should().Equal(CaveatKind.LedgerOpen, CaveatKind.OtherThreads);
    }
}
