using LinuxThreads.Statistics;

namespace LinuxThreads.Tests.Statistics;

public sealed class TwoModesTests
{
    [Test]
    public void Two_groups_are_found_wherever_they_stand()
    {
        double[] samples = [.. Enumerable.Range(0, 60).Select(static i => i % 3 == 0 ? 40_000 + i : 3_600.0 + i)];
        var modes = TwoModes.Find(samples)!;

        modes.LowMedian.Should().BeInRange(3_600, 3_660);
        modes.HighMedian.Should().BeInRange(40_000, 40_060);
        modes.HighShare.Should().BeApproximately(1 / 3.0, 1e-9);
    }

    [Test]
    public void Stragglers_are_no_group()
    {
        double[] samples = [.. Enumerable.Repeat(100.0, 91), .. Enumerable.Repeat(500.0, 9)];
        TwoModes.Find(samples).Should().BeNull();
        TwoModes.Find([.. samples, 500, 500]).Should().NotBeNull("eleven of 102 are more than a tenth");
    }

    [Test]
    public void A_broad_group_without_a_gap_is_one() =>
        TwoModes.Find([.. Enumerable.Range(10, 90).Select(static i => (double)i)]).Should().BeNull();

    [Test]
    public void The_widest_gap_divides()
    {
        double[] samples = [.. Enumerable.Repeat(1.0, 10), .. Enumerable.Repeat(2.0, 10), .. Enumerable.Repeat(20.0, 10)];
        TwoModes.Find(samples).Should().Be(new TwoModes(1.5, 20, 1 / 3.0));
    }

    [Test]
    public void Few_values_tell_nothing() => TwoModes.Find([1, 1, 1, 1, 9, 9, 9, 9, 9]).Should().BeNull();

    [Test]
    public void Zeros_are_below_any_gap() => TwoModes.Find([.. Enumerable.Repeat(0.0, 10), .. Enumerable.Repeat(1.0, 10)]).Should().BeNull();
}
