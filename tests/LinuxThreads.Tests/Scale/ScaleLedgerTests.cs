using LinuxThreads.Scale;
using LinuxThreads.Tests.Memory;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Scale;

public sealed class ScaleLedgerTests
{
    [TestCase(0, Verdict.Valid)]
    [TestCase(20, Verdict.Valid)]
    [TestCase(-20, Verdict.Valid)]
    [TestCase(21, Verdict.Contaminated)]
    [TestCase(-21, Verdict.Contaminated)]
    public void Threads_of_others_may_be_a_hundredth_of_the_childs(int others, object verdict)
    {
        var after = Readings.At(2_000);

        var ledger = new ScaleLedger(Readings.At(0), after with { MachineThreads = after.MachineThreads + others });

        ledger.Closure!.Closes.Should().BeTrue();
        ledger.Verdict.Should().Be((Verdict)verdict);
        ledger.Caveats.Any(static caveat => caveat.Kind == CaveatKind.OtherThreads).Should().Be(ledger.Verdict == Verdict.Contaminated);
    }

    [TestCase(9_999, true)]
    [TestCase(10_000, false)]
    public void An_open_ledger_is_contaminated_and_of_few_threads_is_told_so(int threads, bool few)
    {
        var ledger = new ScaleLedger(Readings.At(0), Readings.At(threads) with { MemAvailable = ByteSize.Zero });

        ledger.Verdict.Should().Be(Verdict.Contaminated);
        var caveat = ledger.Caveats.Single(static caveat => caveat.Kind == CaveatKind.LedgerOpen);
        caveat.Sentence.Contains("With so few threads", StringComparison.Ordinal).Should().Be(few);
        caveat.Figures.Should().Contain(new CaveatFigure("reader_bytes", 0));
    }

    [Test]
    public void Where_the_kernel_does_not_tell_free_memory_the_ledger_is_unverified()
    {
        var ledger = new ScaleLedger(Readings.At(0), Readings.At(100) with { MemAvailable = null });

        ledger.Verdict.Should().Be(Verdict.Unverified);
        ledger.Caveats.Should().NotContain(static caveat => caveat.Sentence.Contains("With so few threads", StringComparison.Ordinal));
    }

    [Test]
    public void What_ended_threads_left_in_the_slabs_is_always_told() =>
        new ScaleLedger(Readings.At(0), Readings.At(100)).Caveats.Select(static caveat => caveat.Kind).Should().Equal(CaveatKind.SlabReuse);
}
