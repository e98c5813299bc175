using LinuxThreads.Footprint;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Footprint;

public sealed class FootprintClosureTests
{
    [TestCase(950, Verdict.Valid)]
    [TestCase(1050, Verdict.Valid)]
    [TestCase(949, Verdict.Contaminated)]
    [TestCase(1051, Verdict.Contaminated)]
    [TestCase(-1000, Verdict.Contaminated)]
    public void A_ledger_closes_within_five_percent_the_limits_included(long ledger, Verdict verdict)
    {
        // 1,000 units of free memory fell, in both kinds together.
        const long Unit = 4096;
        var closure = new FootprintClosure(new ByteSize(ledger * Unit), new ByteSize(1100 * Unit), new ByteSize(-100 * Unit));

        var judged = FootprintVerdict.Judge(closure);

        judged.Verdict.Should().Be(verdict);
        closure.Ratio.Should().BeApproximately(ledger / 1000.0, 1e-12);
        judged.Caveats.Select(static caveat => caveat.Kind).Should().Equal(
            verdict == Verdict.Valid ? [CaveatKind.SlabReuse] : [CaveatKind.SlabReuse, CaveatKind.LedgerOpen]);
    }

    [TestCase(5, -5)]
    [TestCase(-8, 5)]
    public void Where_free_memory_did_not_fall_there_is_no_ratio_and_the_ledger_is_open(long available, long perCpu)
    {
        var closure = new FootprintClosure(new ByteSize(7), new ByteSize(available), new ByteSize(perCpu));
        closure.Ratio.Should().BeNull();
        FootprintVerdict.Judge(closure).Verdict.Should().Be(Verdict.Contaminated);
    }

    [Test]
    public void An_open_ledger_says_by_how_much()
    {
        var closure = new FootprintClosure(ByteSize.FromKibibytes(500), ByteSize.FromKibibytes(900), ByteSize.FromKibibytes(100));
        var caveat = FootprintVerdict.Judge(closure).Caveats.Single(static caveat => caveat.Kind == CaveatKind.LedgerOpen);
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

    [Test]
    public void The_ledger_is_resident_memory_page_tables_kernel_stacks_and_slab_from_the_first_reading_to_the_last()
    {
        var closure = FootprintClosure.Of(Readings.At(100), Readings.At(300));
        closure.Should().Be(new FootprintClosure(new ByteSize(200 * Readings.LedgerPerThread), new ByteSize(200 * 30_000), new ByteSize(200 * 500)));
    }

    [Test]
    public void What_the_kernel_does_not_say_leaves_no_closure()
    {
        FootprintClosure.Of(Readings.At(1), Readings.At(2) with { KernelStack = null }).Should().BeNull();
        FootprintClosure.Of(Readings.At(1) with { Slab = null }, Readings.At(2)).Should().BeNull();
        FootprintClosure.Of(Readings.At(1), Readings.At(2) with { MemAvailable = null }).Should().BeNull();
    }
}
