using LinuxThreads.Footprint;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Footprint;

public sealed class FootprintVerdictTests
{
    private static readonly FootprintBallast Steady = new(500, new ByteSize(3_000_000), new ByteSize(204_800), 14);
    private static readonly Judgement Valid = new(Verdict.Valid, []);
    private static readonly Judgement Open = new(Verdict.Contaminated, [new Caveat(CaveatKind.LedgerOpen, "It did not close.")]);

    [Test]
    public void A_valid_ledger_of_steady_slabs_stays_valid()
    {
        var judged = FootprintVerdict.Judge(Valid, Steady);

        judged.Verdict.Should().Be(Verdict.Valid);
        judged.Caveats.Select(static caveat => caveat.Kind).Should().Equal(CaveatKind.SlabReuse);
    }

    [Test]
    public void What_the_ballast_found_is_told_with_its_figures()
    {
        var caveat = FootprintVerdict.Judge(Valid, Steady).Caveats[0];

        caveat.Sentence.Should().Contain("500 threads").And.Contain("200 KiB");
        caveat.Figures.Should().Equal(
            new CaveatFigure("ballast_threads", 500), new CaveatFigure("ballast_slab_bytes", 3_000_000), new CaveatFigure("reused_bytes", 204_800),
            new CaveatFigure("shrunk_caches", 14));
    }

    [Test]
    public void Slabs_that_never_grew_steadily_contaminate_although_the_ledger_closes()
    {
        var judged = FootprintVerdict.Judge(Valid, Steady with { Reused = null });

        judged.Verdict.Should().Be(Verdict.Contaminated);
        judged.Caveats.Single().Sentence.Should().Contain("did not grow by the same");
    }

    [Test]
    public void What_is_no_thread_has_no_ballast_and_no_caveat_of_it()
    {
        var judged = FootprintVerdict.Judge(Valid, null);

        judged.Verdict.Should().Be(Verdict.Valid);
        judged.Caveats.Should().BeEmpty();
    }

    [TestCase(Verdict.Contaminated)]
    [TestCase(Verdict.Unverified)]
    public void What_the_ledger_itself_says_stands_with_its_reason(object verdict)
    {
        foreach (var ballast in new[] { null, Steady, Steady with { Reused = null } })
        {
            var judged = FootprintVerdict.Judge(Open with { Verdict = (Verdict)verdict }, ballast);

            judged.Verdict.Should().Be((Verdict)verdict);
            judged.Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.LedgerOpen);
        }
    }

    [Test]
    public void Ledgers_that_were_given_up_are_told()
    {
        FootprintVerdict.Judge(Open, Steady, attempts: 3).Caveats.Should().Contain(
            caveat => caveat.Kind == CaveatKind.RepeatedForQuiet && caveat.Figures[0].Value == 2);
        FootprintVerdict.Judge(Open, Steady).Caveats.Should().NotContain(caveat => caveat.Kind == CaveatKind.RepeatedForQuiet);
    }
}
