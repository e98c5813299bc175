using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.Verdicts;

/// <summary>The rounding of a sum of windows: it grows with the square root of their number.</summary>
public sealed class WindowsTests
{
    private static readonly Nanoseconds Tick = new(10_000_000);

    [TestCase(1, 1, 1000)]
    [TestCase(1, 4, 2000)]
    [TestCase(1, 9, 3000)]
    [TestCase(2, 9, 1500)]
    [TestCase(2, 100, 5000)]
    public void The_shortest_sum_grows_with_the_root_of_the_windows(int cpus, int windows, double ms) =>
        ContaminationGate.ShortestWindow(cpus, Tick, windows).Value.Should().Be((long)(ms * 1e6));

    [Test]
    public void The_shortest_sum_is_just_long_enough([Values(1, 2, 3, 9)] int windows, [Values(1, 2, 3)] int cpus)
    {
        var shortest = ContaminationGate.ShortestWindow(cpus, Tick, windows);
        var occupancy = Occupancies.TwoCpus(1, 0, 0) with { CpuCount = cpus, Windows = windows, Window = shortest };
        ContaminationGate.Judge(occupancy).IsContaminated.Should().BeFalse();
        ContaminationGate.Judge(occupancy with { Window = new Nanoseconds(shortest.Value - 1) }).IsContaminated.Should().BeNull();
    }

    [Test]
    public void What_is_beyond_the_limit_for_one_window_may_be_rounding_for_many()
    {
        // 60 ms of 500: 10 ms limit + 20 ms resolution of one window, 60 ms of nine.
        var occupancy = Occupancies.TwoCpus(500, 60, 0) with { CpuCount = 1 };
        ContaminationGate.Judge(occupancy).IsContaminated.Should().BeTrue();
        ContaminationGate.Judge(occupancy with { Windows = 9 }).IsContaminated.Should().BeNull();
    }

    [Test]
    public void A_number_of_windows_that_is_not_positive_is_refused([Values(0, -1)] int windows)
    {
        var shortest = () => ContaminationGate.ShortestWindow(1, Tick, windows);
        var occupancy = () => Occupancies.SameCpu(1, 1) with { Windows = windows };
        shortest.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(windows));
        occupancy.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(CpuOccupancy.Windows));
    }
}
