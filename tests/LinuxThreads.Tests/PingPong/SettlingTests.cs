using LinuxThreads.PingPong;

namespace LinuxThreads.Tests.PingPong;

public sealed class SettlingTests
{
    private const long Millisecond = 1_000_000;

    [TestCase(19, false)]
    [TestCase(20, true)]
    public void A_warm_up_ends_when_nothing_was_compiled_for_20_ms(long milliseconds, bool over) =>
        Begin().IsOver(At(milliseconds), 100).Should().Be(over);

    [Test]
    public void A_method_that_is_compiled_begins_the_wait_anew()
    {
        var settling = Begin();
        settling.IsOver(At(15), 101).Should().BeFalse();
        settling.IsOver(At(34), 101).Should().BeFalse();
        settling.IsOver(At(35), 101).Should().BeTrue();
    }

    [Test]
    public void A_runtime_that_never_stops_compiling_is_waited_for_a_second()
    {
        var settling = Begin();
        for (var now = 10; now < 1_000; now += 10)
        {
            settling.IsOver(At(now), 100 + now).Should().BeFalse();
        }

        settling.IsOver(At(1_000), 2_000).Should().BeTrue();
    }

    private static Settling Begin() => new(At(0), 100);

    private static Nanoseconds At(long milliseconds) => new((7_000 + milliseconds) * Millisecond);
}
