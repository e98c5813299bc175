using LinuxThreads.Footprint;
using LinuxThreads.Memory;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Footprint;

public sealed class FootprintVerdictTests
{
    private static readonly FootprintBallast Steady = new(500, new ByteSize(3_000_000), new ByteSize(204_800), 14);
    private static readonly LedgerClosure Open = new(ByteSize.FromKibibytes(500), ByteSize.Zero, ByteSize.FromKibibytes(900), ByteSize.FromKibibytes(100));

    [Test]
    public void A_ledger_that_closes_is_valid()
    {
        var judged = FootprintVerdict.Judge(Open with { Ledger = ByteSize.FromKibibytes(1000) }, Steady);

        judged.Verdict.Should().Be(Verdict.Valid);
        judged.Caveats.Select(static caveat => caveat.Kind).Should().Equal(CaveatKind.SlabReuse);
    }

    [Test]
    public void What_the_ballast_found_is_told_with_its_figures()
    {
        var caveat = FootprintVerdict.Judge(Open, Steady).Caveats[0];

        caveat.Sentence.Should().Contain("500 threads").And.Contain("200 KiB");
        caveat.Figures.Should().Equal(
            new CaveatFigure("ballast_threads", 500), new CaveatFigure("ballast_slab_bytes", 3_000_000), new CaveatFigure("reused_bytes", 204_800),
            new CaveatFigure("shrunk_caches", 14));
    }

    [Test]
    public void Slabs_that_never_grew_steadily_contaminate_although_the_ledger_closes()
    {
        var judged = FootprintVerdict.Judge(Open with { Ledger = ByteSize.FromKibibytes(1000) }, Steady with { Reused = null });

        judged.Verdict.Should().Be(Verdict.Contaminated);
        judged.Caveats.Single().Sentence.Should().Contain("did not grow by the same");
    }

    [Test]
    public void What_is_no_thread_has_no_ballast_and_no_caveat_of_it()
    {
        var judged = FootprintVerdict.Judge(Open with { Ledger = ByteSize.FromKibibytes(1000) }, null);

        judged.Verdict.Should().Be(Verdict.Valid);
        judged.Caveats.Should().BeEmpty();
    }

    [Test]
    public void A_ledger_that_does_not_close_is_contaminated_and_says_by_how_much()
    {
        var judged = FootprintVerdict.Judge(Open, Steady);

        judged.Verdict.Should().Be(Verdict.Contaminated);
        var caveat = judged.Caveats.Single(static caveat => caveat.Kind == CaveatKind.LedgerOpen);
        caveat.Sentence.Should().Contain("fell by 1,000 KiB").And.Contain("grew by 500 KiB");
        caveat.Figures.Should().Equal(
            new CaveatFigure("ledger_bytes", 512_000), new CaveatFigure("mem_available_bytes", 921_600), new CaveatFigure("per_cpu_list_bytes", 102_400),
            new CaveatFigure("reader_bytes", 0));
    }

    [Test]
    public void Ledgers_that_were_given_up_are_told()
    {
        FootprintVerdict.Judge(Open, Steady, attempts: 3).Caveats.Should().Contain(
            caveat => caveat.Kind == CaveatKind.RepeatedForQuiet && caveat.Figures[0].Value == 2);
        FootprintVerdict.Judge(Open, Steady).Caveats.Should().NotContain(caveat => caveat.Kind == CaveatKind.RepeatedForQuiet);
    }

    [Test]
    public void Without_a_closure_nothing_is_verified()
    {
        var judged = FootprintVerdict.Judge(null, null);

        judged.Verdict.Should().Be(Verdict.Unverified);
        judged.Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.LedgerOpen);
    }
}
