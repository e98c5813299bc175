using LinuxThreads.Footprint;
using LinuxThreads.Memory;
using LinuxThreads.Tests.Memory;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Footprint;

public sealed class FootprintResultTests
{
    private static readonly LedgerReading[] Exact = [Readings.At(10), Readings.At(20), Readings.At(30), Readings.At(40)];

    [Test]
    public void Each_column_is_its_own_slope()
    {
        var result = new FootprintResult(new FootprintPlan(), Exact);

        result.AddressSpace.Slope.Should().BeApproximately(8_392_704, 1e-3);
        result.UserRss.Slope.Should().BeApproximately(9000, 1e-3);
        result.OtherUser!.Slope.Should().BeApproximately(808, 1e-3);
        result.StackRss!.Slope.Should().BeApproximately(8192, 1e-3);
        result.PageTables.Slope.Should().BeApproximately(4096, 1e-3);
        result.KernelStack!.Slope.Should().BeApproximately(16_384, 1e-3);
        result.Slab!.Slope.Should().BeApproximately(1000, 1e-3);
        result.Vmas.Slope.Should().BeApproximately(2, 1e-9);
        result.Total!.Slope.Should().BeApproximately(Readings.LedgerPerThread, 1e-3);
    }

    [Test]
    public void A_ledger_that_free_memory_confirms_is_valid()
    {
        var result = new FootprintResult(new FootprintPlan(), Exact);
        result.Closure!.Ratio.Should().BeApproximately(Readings.LedgerPerThread / 30_500.0, 1e-12);
        result.Verdict.Should().Be(Verdict.Valid);
    }

    [TestCase(0, Verdict.Valid)]
    [TestCase(3, Verdict.Valid)]
    [TestCase(-3, Verdict.Valid)]
    [TestCase(4, Verdict.Contaminated)]
    [TestCase(-4, Verdict.Contaminated)]
    public void Threads_of_others_may_be_a_hundredth_of_the_childs(int others, object verdict)
    {
        LedgerReading[] readings = [Readings.At(100), Readings.At(200) with { MachineThreads = 400 + others }, Readings.At(300), Readings.At(400)];

        var result = new FootprintResult(new FootprintPlan(), readings);

        result.Verdict.Should().Be((Verdict)verdict);
        result.Caveats.Any(static caveat => caveat.Kind == CaveatKind.OtherThreads).Should().Be(result.Verdict == Verdict.Contaminated);
    }

    [TestCase(16, Verdict.Valid)]
    [TestCase(17, Verdict.Contaminated)]
    public void Beside_async_methods_any_thread_is_anothers(int others, object verdict)
    {
        LedgerReading[] readings = [.. Exact.Select(static reading => reading with { MachineThreads = 200 })];
        readings[3] = readings[3] with { MachineThreads = 200 + others };

        new FootprintResult(new FootprintPlan { Kind = FootprintKind.AsyncMethod }, readings).Verdict.Should().Be((Verdict)verdict);
    }

    [Test]
    public void A_column_that_one_reading_lacks_is_unknown_and_so_is_the_total()
    {
        var result = new FootprintResult(new FootprintPlan(), [.. Exact[..3], Exact[3] with { Slab = null }]);
        result.Slab.Should().BeNull();
        result.Total.Should().BeNull();
        result.Closure.Should().BeNull();
        result.Verdict.Should().Be(Verdict.Unverified);
        result.KernelStack.Should().NotBeNull();
    }

    [Test]
    public void What_the_cgroup_was_charged_is_a_slope_beside_the_ledgers()
    {
        LedgerReading Charged(int units) =>
            Readings.At(units) with { Charge = new CgroupCharge(new ByteSize(5000 + (30_000L * units)), new ByteSize(700 + (20_000L * units)), null, null, null) };
        var result = new FootprintResult(new FootprintPlan(), [Charged(10), Charged(20), Charged(30), Charged(40)]);

        result.Charge!.Slope.Should().BeApproximately(30_000, 1e-3);
        result.KernelCharge!.Slope.Should().BeApproximately(20_000, 1e-3);
        result.ChargeRatio.Should().BeApproximately(30_000.0 / Readings.LedgerPerThread, 1e-9);
        new FootprintResult(new FootprintPlan(), Exact).ChargeRatio.Should().BeNull();
    }
}
