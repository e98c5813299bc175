using LinuxThreads.Conditions;
using LinuxThreads.PingPong;
using LinuxThreads.Procfs;

namespace LinuxThreads.Directed;

/// <summary>What the running kernel has for handing over directly, and for what is mentioned beside it.</summary>
public static class DirectedFacilities
{
    /// <summary>Every facility with its state: those of <see cref="KernelFacilities.Probe"/>, of which seccomp's synchronous wake-up is tried where the shim is there.</summary>
    /// <param name="conditions">The running system's.</param>
    /// <param name="cancellation">Ends the trial.</param>
    /// <exception cref="MeasurementAbortedException">The worker program is missing, or ended early.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was requested.</exception>
    public static IReadOnlyList<KernelFacility> Probe(MachineConditions conditions, CancellationToken cancellation = default)
    {
        var facilities = KernelFacilities.Probe(ProcRoot.System, conditions);
        return PingPongMeter.WhyUnavailable(Mechanism.SeccompNotifySync) is not null
            ? facilities
            : [.. facilities.Select(facility => facility.Name == KernelFacilities.SyncWakeUp ? Try(facility, cancellation) : facility)];
    }

    // A filter stays on its thread for good: the threads that try it are those of a child process.
    private static KernelFacility Try(KernelFacility facility, CancellationToken cancellation)
    {
        var plan = new PingPongPlan
        {
            Mechanism = Mechanism.SeccompNotifySync,
            Placement = Placement.Unpinned,
            Repetitions = 1,
            ExtraRepetitions = 0,
            Batches = 1,
            BatchRoundTrips = 1,
            WarmUpRoundTrips = 0,
        };
        try
        {
            PingPongMeter.Measure(plan, cancellation);
            return facility with { State = FacilityState.Present, Reason = "A hand-over with the flag worked." };
        }
        catch (SyscallException refused)
        {
            return facility with
            {
                State = refused.Errno == Errno.EPERM || refused.Errno == Errno.EACCES ? FacilityState.NotPermitted : FacilityState.Absent,
                Reason = $"A hand-over with the flag failed: {refused.Errno}, {refused.Errno.Description}.",
            };
        }
    }
}
