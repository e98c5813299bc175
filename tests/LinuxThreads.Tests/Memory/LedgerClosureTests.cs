using LinuxThreads.Memory;

namespace LinuxThreads.Tests.Memory;

public sealed class LedgerClosureTests
{
    [TestCase(950, true)]
    [TestCase(1050, true)]
    [TestCase(949, false)]
    [TestCase(1051, false)]
    [TestCase(-1000, false)]
    public void A_ledger_closes_within_five_percent_the_limits_included(long ledger, bool closes)
    {
        // 1,000 units of free memory fell, in both kinds together.
        const long Unit = 4096;
        var closure = new LedgerClosure(new ByteSize(ledger * Unit), ByteSize.Zero, new ByteSize(1100 * Unit), new ByteSize(-100 * Unit));

        closure.Closes.Should().Be(closes);
        closure.Ratio.Should().BeApproximately(ledger / 1000.0, 1e-12);
        closure.MemAvailableRatio.Should().BeApproximately(ledger / 1100.0, 1e-12);
    }

    [TestCase(5, -5)]
    [TestCase(-8, 5)]
    public void Where_free_memory_did_not_fall_there_is_no_ratio_and_the_ledger_is_open(long available, long perCpu)
    {
        var closure = new LedgerClosure(new ByteSize(7), ByteSize.Zero, new ByteSize(available), new ByteSize(perCpu));

        closure.Ratio.Should().BeNull();
        closure.Closes.Should().BeFalse();
    }

    [Test]
    public void Without_the_per_cpu_lists_a_rise_of_free_memory_leaves_no_ratio() =>
        new LedgerClosure(new ByteSize(100), ByteSize.Zero, new ByteSize(-50), new ByteSize(150)).Should()
            .Match<LedgerClosure>(closure => closure.MemAvailableRatio == null && closure.Ratio == 1);

    [Test]
    public void What_the_reader_itself_took_explains_its_part_of_the_fall()
    {
        var closure = new LedgerClosure(new ByteSize(800), new ByteSize(200), new ByteSize(1000), ByteSize.Zero);

        closure.Ratio.Should().Be(1);
        closure.Closes.Should().BeTrue();
        (closure with { Reader = ByteSize.Zero }).Closes.Should().BeFalse();
    }

    [Test]
    public void The_ledger_is_resident_memory_page_tables_kernel_stacks_and_slab_from_the_first_reading_to_the_last()
    {
        var closure = LedgerClosure.Between(Readings.At(100), Readings.At(300) with { ReaderMemory = new ByteSize(1_000_700) });

        closure.Should().Be(new LedgerClosure(
            new ByteSize(200 * Readings.LedgerPerThread), new ByteSize(700), new ByteSize(200 * 30_000), new ByteSize(200 * 500)));
    }

    [Test]
    public void What_the_kernel_does_not_say_leaves_no_closure()
    {
        LedgerClosure.Between(Readings.At(1), Readings.At(2) with { KernelStack = null }).Should().BeNull();
        LedgerClosure.Between(Readings.At(1) with { Slab = null }, Readings.At(2)).Should().BeNull();
        LedgerClosure.Between(Readings.At(1), Readings.At(2) with { MemAvailable = null }).Should().BeNull();
    }
}
