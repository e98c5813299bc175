using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>The means of handing over directly as checks.</summary>
internal static class FacilityChecks
{
    public static IEnumerable<Capability> Read(ProcRoot root, MachineConditions conditions) => KernelFacilities.Probe(root, conditions).Select(Of);

    private static Capability Of(KernelFacility facility) => new(
        facility.Name,
        facility.State switch
        {
            FacilityState.Present => CapabilityVerdict.Ok,
            FacilityState.Absent => CapabilityVerdict.Missing,
            FacilityState.NotPermitted => CapabilityVerdict.Limited,
            _ => CapabilityVerdict.Unknown,
        },
        facility.Reason, facility.Fix, facility.Gives);
}
