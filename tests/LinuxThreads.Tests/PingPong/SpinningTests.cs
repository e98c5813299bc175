using LinuxThreads.PingPong;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.PingPong;

/// <summary>What is said of a primitive that spins before it parks, by counts alone.</summary>
public sealed class SpinningTests
{
    [TestCase(0)]
    [TestCase(1_959)]
    public void An_event_that_spun_on_two_CPUs_is_a_wrong_count_and_called_that(long counted)
    {
        var run = Run(Mechanism.ManualResetEventSlim, counted);

        run.Verdict.Should().Be(Verdict.WrongCount);
        run.Caveats.Should().Contain(static caveat => caveat.Kind == CaveatKind.SpunInsteadOfSwitching);
    }

    [Test]
    public void An_event_that_switched_as_often_as_it_should_is_valid_and_not_called_spinning()
    {
        var run = Run(Mechanism.ManualResetEventSlim, 2_000);

        run.Verdict.Should().Be(Verdict.Valid);
        run.Caveats.Should().NotContain(static caveat => caveat.Kind == CaveatKind.SpunInsteadOfSwitching);
    }

    [Test]
    public void A_monitor_that_switched_too_often_is_a_wrong_count_but_did_not_spin()
    {
        var run = Run(Mechanism.Monitor, 8_400);

        run.Verdict.Should().Be(Verdict.WrongCount);
        run.Caveats.Should().NotContain(static caveat => caveat.Kind == CaveatKind.SpunInsteadOfSwitching);
    }

    private static RepeatedRun Run(Mechanism mechanism, long counted)
    {
        const long RoundTrips = 1_000;
        var window = new Nanoseconds(2_000_000_000);
        var tick = new Nanoseconds(10_000_000);
        var repetition = new Repetition(
            [2_000_000],
            RoundTrips,
            new Evidence
            {
                NominalSwitches = RoundTrips * mechanism.NominalSwitchesPerRoundTrip(),
                CountedSwitches = counted,
                Voluntary = counted,
                Involuntary = 0,
                Migrations = 0,
                RunDelay = Nanoseconds.Zero,
                CpuTime = window,
                WallTime = window,
                CpusSeen = [0, 1],
            },
            new CpuOccupancy
            {
                Window = window,
                CpuCount = 2,
                KeptBusy = false,
                OwnTaskClock = null,
                OwnAccountedTime = window,
                TaskTime = window,
                InterruptTime = Nanoseconds.Zero,
                StealTime = Nanoseconds.Zero,
                TickLength = tick,
            });
        return RepeatedRun.Collect(1, 0, null, () => repetition, mechanism.SpinsBeforeParking(), CancellationToken.None);
    }
}
