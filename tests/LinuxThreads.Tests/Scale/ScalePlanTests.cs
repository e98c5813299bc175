using LinuxThreads.Scale;

namespace LinuxThreads.Tests.Scale;

public sealed class ScalePlanTests
{
    [TestCase(1)]
    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(4_000_001)]
    public void Too_few_or_too_many_threads_are_refused(int threads) =>
        FluentActions.Invoking(() => new ScalePlan { Threads = threads }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("Threads");

    [Test]
    public void Sizes_laps_and_times_are_checked()
    {
        Refuses("StackSize", () => new ScalePlan { Threads = 2, StackSize = ByteSize.Zero });
        Refuses("MemoryFloor", () => new ScalePlan { Threads = 2, MemoryFloor = new ByteSize(-1) });
        Refuses("Laps", () => new ScalePlan { Threads = 2, Laps = -1 });
        Refuses("RandomOrderUpTo", () => new ScalePlan { Threads = 2, RandomOrderUpTo = -1 });
        Refuses("Cpu", () => new ScalePlan { Threads = 2, Cpu = -1 });
        Refuses("Timeout", () => new ScalePlan { Threads = 2, Timeout = TimeSpan.Zero });
    }

    [TestCase(2, 1_000)]
    [TestCase(2_000, 250)]
    [TestCase(100_000, 5)]
    [TestCase(500_000, 5)]
    public void Laps_make_about_half_a_million_hand_overs(int threads, int laps) => new ScalePlan { Threads = threads }.ParkingLaps.Should().Be(laps);

    [Test]
    public void Random_order_ends_where_it_is_told() =>
        (new ScalePlan { Threads = 20_000 }.RandomLaps > 0, new ScalePlan { Threads = 20_001 }.RandomLaps).Should().Be((true, 0));

    [Test]
    public void Carved_stacks_have_a_size_of_their_own()
    {
        new ScalePlan { Threads = 2, Carved = true }.EffectiveStackSize.Should().Be(ByteSize.FromKibibytes(16));
        new ScalePlan { Threads = 2 }.EffectiveStackSize.Should().BeNull();
    }

    private static void Refuses(string name, Func<ScalePlan> make) => make.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(name);
}
