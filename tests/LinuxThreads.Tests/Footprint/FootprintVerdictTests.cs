using LinuxThreads.Footprint;
using LinuxThreads.Memory;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Footprint;

public sealed class FootprintVerdictTests
{
    private static readonly LedgerClosure Open = new(ByteSize.FromKibibytes(500), ByteSize.Zero, ByteSize.FromKibibytes(900), ByteSize.FromKibibytes(100));

    [Test]
    public void A_ledger_that_closes_is_valid()
    {
        var judged = FootprintVerdict.Judge(Open with { Ledger = ByteSize.FromKibibytes(1000) });

        judged.Verdict.Should().Be(Verdict.Valid);
        judged.Caveats.Select(static caveat => caveat.Kind).Should().Equal(CaveatKind.SlabReuse);
    }

    [Test]
    public void A_ledger_that_does_not_close_is_contaminated_and_says_by_how_much()
    {
        var judged = FootprintVerdict.Judge(Open);

        judged.Verdict.Should().Be(Verdict.Contaminated);
        var caveat = judged.Caveats.Single(static caveat => caveat.Kind == CaveatKind.LedgerOpen);
        caveat.Sentence.Should().Contain("fell by 1,000 KiB").And.Contain("grew by 500 KiB");
        caveat.Figures.Should().Equal(
            new CaveatFigure("ledger_bytes", 512_000), new CaveatFigure("mem_available_bytes", 921_600), new CaveatFigure("per_cpu_list_bytes", 102_400));
    }

    [Test]
    public void Without_a_closure_nothing_is_verified()
    {
        var judged = FootprintVerdict.Judge(null);

        judged.Verdict.Should().Be(Verdict.Unverified);
        judged.Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.LedgerOpen);
    }
}
