using LinuxThreads.Conditions;
using LinuxThreads.Directed;
using LinuxThreads.Native;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;
using LinuxThreads.Tests.Interop;

namespace LinuxThreads.Tests.Directed;

[Category("Live")]
[NonParallelizable]
public sealed class DirectedMeterTests
{
    private static readonly DirectedPlan Small = new()
    {
        Repetitions = 2,
        ExtraRepetitions = 0,
        Batches = 3,
        Window = TimeSpan.FromMilliseconds(12),
        IdlingWindow = TimeSpan.FromMilliseconds(20),
    };

    [SetUp]
    public void RequireShim() => ShimFacts.RequireShim();

    [Test]
    public void Every_hand_over_is_measured_or_has_a_reason_and_the_futex_on_one_CPU_is_the_first()
    {
        var result = DirectedMeter.Measure(Small);

        (result.HandOvers.Count + result.Unavailable.Count).Should().Be(9);
        var first = result.HandOvers[0].Result.Plan;
        (first.Mechanism, first.Placement).Should().Be((Mechanism.Futex, Placement.SameCpu));
        foreach (var entry in result.HandOvers.Where(entry => entry.Result.Plan.Placement == Placement.SameCpu))
        {
            (entry.Result.Evidence.CountedSwitches / (double)entry.Result.RoundTrips).Should().BeInRange(1.96, 2.2, entry.Result.Plan.Mechanism.JsonName());
        }

        result.HandOvers.Skip(1).Where(entry => entry.Result.PerSwitchRoundsNs is not null).Should().OnlyContain(entry => entry.ToFutexOnOneCpu!.Ratios.Count == 2);
        (result.Find(Mechanism.SeccompNotifySync, PlacementKind.SameCpu) is { ToPlainSeccomp: null }).Should().BeFalse();
        (CpuSet.OfCurrentThread().Count > 1 || result.Unavailable.Any(entry => entry.Field == "futex, two CPUs")).Should().BeTrue();
    }

    [Test]
    public void A_hand_over_that_is_measured_is_by_a_facility_that_is_there()
    {
        var result = DirectedMeter.Measure(Small with { Repetitions = 1 });
        var facilities = DirectedFacilities.Probe(MachineConditions.Read(ProcRoot.System)).ToDictionary(facility => facility.Name);

        (facilities["seccomp-notify"].State == FacilityState.Present).Should().Be(result.Find(Mechanism.SeccompNotify, PlacementKind.SameCpu) is not null);
        (facilities["seccomp-sync-wake-up"].State == FacilityState.Present).Should().Be(result.Find(Mechanism.SeccompNotifySync, PlacementKind.SameCpu) is not null);
    }

    [Test]
    public void The_synchronous_wake_up_is_tried_and_came_with_Linux_6_6()
    {
        var facility = DirectedFacilities.Probe(MachineConditions.Read(ProcRoot.System)).Single(facility => facility.Name == "seccomp-sync-wake-up");

        facility.Reason.Should().StartWith("A hand-over with the flag");
        if (facility.State == FacilityState.Absent)
        {
            Osrelease.Read(ProcRoot.System).Version.Should().BeLessThan(new KernelVersion(6, 6));
        }
    }
}
