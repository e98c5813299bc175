using LinuxThreads.Interop;

namespace LinuxThreads.Tests.Interop;

public sealed unsafe class StopFlagTests
{
    [Test]
    public void The_word_is_0_until_the_cancellation_is_requested_and_then_1()
    {
        using var source = new CancellationTokenSource();
        using var stop = new StopFlag(source.Token);
        (*stop.Word).Should().Be(0);

        source.Cancel();

        (*stop.Word).Should().Be(1);
    }

    [Test]
    public void A_cancellation_requested_before_is_seen_at_once()
    {
        using var stop = new StopFlag(new CancellationToken(canceled: true));
        (*stop.Word).Should().Be(1);
    }

    [Test]
    public void A_cancellation_after_disposal_touches_nothing()
    {
        using var source = new CancellationTokenSource();
        var stop = new StopFlag(source.Token);
        stop.Dispose();

        source.Invoking(static s => s.Cancel()).Should().NotThrow();

        ((nint)stop.Word).Should().Be(0);
    }

    [Test]
    public void Disposal_twice_is_one_disposal()
    {
        var stop = new StopFlag(CancellationToken.None);
        stop.Dispose();
        stop.Invoking(static s => s.Dispose()).Should().NotThrow();
    }
}
