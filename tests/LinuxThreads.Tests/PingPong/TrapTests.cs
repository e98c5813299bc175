using LinuxThreads.Loops;
using LinuxThreads.Native;
using LinuxThreads.PingPong;
using LinuxThreads.Tests.Interop;
using LinuxThreads.Verdicts;

namespace LinuxThreads.Tests.PingPong;

/// <summary>The cases in which published tools print a figure that the kernel never counted.</summary>
[Category("Live")]
public sealed class TrapTests
{
    private static readonly int Cpu = CpuSet.OfCurrentThread().First();

    [SetUp]
    public void RequireShim() => ShimFacts.RequireShim();

    [Test]
    public void A_busy_neighbour_contaminates_and_is_named_with_its_share()
    {
        using var over = new ManualResetEventSlim();
        using var under = new ManualResetEventSlim();
        var neighbour = new Thread(() =>
        {
            CpuSet.Of(Cpu).ApplyToCurrentThread();
            under.Set();
            while (!over.IsSet)
            {
                Thread.SpinWait(1_000);
            }
        });
        neighbour.Start();
        under.Wait();
        try
        {
            var result = PingPongMeter.Measure(Plan(Mechanism.Futex));

            result.Verdict.Should().Be(Verdict.Contaminated);
            result.Caveats.Should().ContainSingle(static caveat => caveat.Kind == CaveatKind.ForeignCpuTime);
        }
        finally
        {
            over.Set();
            neighbour.Join();
        }
    }

    [Test]
    public void A_condition_variable_switches_more_often_than_it_hands_over_and_is_divided_by_that()
    {
        var result = PingPongMeter.Measure(Plan(Mechanism.Condvar) with { Policy = SchedulingPolicy.Other });

        result.PerSwitchNs.Should().Be(result.RoundTripNs.Median * result.RoundTrips / result.Evidence.CountedSwitches);
        if (result.Verdict == Verdict.Contaminated)
        {
            Assert.Ignore("Another task had the CPU: switches to it and back are among those counted.");
        }

        if (result.Evidence.CountedOverNominal <= 1.02)
        {
            Assert.Ignore("This kernel does not let a thread that is woken preempt the one that wakes it.");
        }

        result.Verdict.Should().Be(Verdict.WrongCount);
        result.PerSwitchNs.Should().BeLessThan(result.RoundTripNs.Median / 2);
    }

    [Test]
    public void Without_wake_up_preemption_a_condition_variable_switches_as_it_should()
    {
        var result = PingPongMeter.Measure(Plan(Mechanism.Condvar) with { Policy = SchedulingPolicy.Batch });
        if (result.Verdict == Verdict.Contaminated)
        {
            Assert.Ignore("Another task had the CPU: switches to it and back are among those counted.");
        }

        result.Verdict.Should().Be(Verdict.Valid);
    }

    private static PingPongPlan Plan(Mechanism mechanism) => new()
    {
        Mechanism = mechanism,
        Placement = Placement.OnCpus(Cpu, Cpu),
        Repetitions = 2,
        ExtraRepetitions = 0,
        Batches = 10,
        BatchRoundTrips = 2_000,
    };
}
