using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

public sealed class EvidenceTests
{
    public static Evidence Of(long nominal, long? counted) => new()
    {
        NominalSwitches = nominal,
        CountedSwitches = counted,
        Voluntary = null,
        Involuntary = null,
        Migrations = 0,
        RunDelay = null,
        CpuTime = null,
        WallTime = new Nanoseconds(1_000_000_000),
        CpusSeen = [0],
    };

    [TestCase(400_000, 680_000, 1.7)]
    [TestCase(400_000, 0, 0.0)]
    [TestCase(400_000, null, null)]
    [TestCase(0, 12, null)]
    public void Counted_over_nominal_is_null_where_one_side_is_missing(long nominal, long? counted, double? ratio) =>
        Of(nominal, counted).CountedOverNominal.Should().Be(ratio);

    [Test]
    public void A_negative_count_is_refused()
    {
        var nominal = () => Of(-1, 0);
        var counted = () => Of(0, -1);
        var voluntary = () => Of(0, 0) with { Voluntary = -1 };
        var involuntary = () => Of(0, 0) with { Involuntary = -1 };
        var migrations = () => Of(0, 0) with { Migrations = -1 };
        nominal.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("NominalSwitches");
        counted.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("CountedSwitches");
        voluntary.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("Voluntary");
        involuntary.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("Involuntary");
        migrations.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("Migrations");
    }
}
