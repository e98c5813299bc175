using LinuxThreads.Interop;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

public sealed class ThreadEvidenceTests
{
    private const uint AllKnown =
        ShimConstants.KnownRusage | ShimConstants.KnownCpuTime | ShimConstants.KnownSchedstat | ShimConstants.KnownMigrations;

    [Test]
    public void Figures_are_the_sums_over_the_threads()
    {
        var evidence = ThreadEvidence.Of(14, new Nanoseconds(999), Thread(1, AllKnown), Thread(10, AllKnown));

        evidence.NominalSwitches.Should().Be(14);
        evidence.WallTime.Value.Should().Be(999);
        evidence.Voluntary.Should().Be(11);
        evidence.Involuntary.Should().Be(22);
        evidence.CountedSwitches.Should().Be(33);
        evidence.Migrations.Should().Be(33);
        evidence.RunDelay.Should().Be(new Nanoseconds(44));
        evidence.CpuTime.Should().Be(new Nanoseconds(55));
    }

    [TestCase(ShimConstants.KnownRusage, nameof(Evidence.CountedSwitches), nameof(Evidence.Voluntary), nameof(Evidence.Involuntary))]
    [TestCase(ShimConstants.KnownCpuTime, nameof(Evidence.CpuTime))]
    [TestCase(ShimConstants.KnownSchedstat, nameof(Evidence.RunDelay))]
    [TestCase(ShimConstants.KnownMigrations, nameof(Evidence.Migrations))]
    public void What_one_thread_lacks_is_unknown_for_all_and_nothing_else_is(uint missing, params string[] unknown)
    {
        var whole = Thread(1, AllKnown);
        var lacking = Thread(1, AllKnown & ~missing);
        foreach (var evidence in new[] { ThreadEvidence.Of(2, new Nanoseconds(1), whole, lacking), ThreadEvidence.Of(2, new Nanoseconds(1), lacking, whole) })
        {
            typeof(Evidence).GetProperties()
                .Where(property => property.Name != nameof(Evidence.CountedOverNominal) && property.GetValue(evidence) is null)
                .Select(static property => property.Name).Should().BeEquivalentTo(unknown);
        }
    }

    [Test]
    public void CPUs_seen_are_the_bits_of_all_words_of_all_threads()
    {
        var first = Thread(1, AllKnown);
        first.CpusSeen[0] = 1ul << 63 | 1;
        var second = Thread(1, AllKnown);
        second.CpusSeen[0] = 1;
        second.CpusSeen[ShimConstants.CpuWords - 1] = 1ul << 63;

        ThreadEvidence.Of(2, new Nanoseconds(1), first, second).CpusSeen.Should().Equal(0, 63, ShimConstants.MaxCpus - 1);
    }

    private static ShimEvidence Thread(ulong unit, uint known)
    {
        var counters = ShimCounters.New();
        counters.Known = known;
        counters.Voluntary = unit;
        counters.Involuntary = 2 * unit;
        counters.Migrations = 3 * unit;
        counters.RunDelayNs = 4 * unit;
        counters.CpuNs = 5 * unit;
        return new ShimEvidence { Counters = counters };
    }
}
