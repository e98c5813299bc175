using LinuxThreads.Conditions;
using LinuxThreads.Directed;

namespace LinuxThreads.Cli.Json;

/// <summary>Turns measured directed hand-overs and the kernel's means into their JSON rows.</summary>
internal static class DirectedRows
{
    public static DirectedRow Of(DirectedHandOver entry) => new(
        PingPongRows.Of(entry.Result, null), RoundRows.Of(entry.Result.PerSwitchRoundsNs), RoundRows.Of(entry.ToFutexOnOneCpu), RoundRows.Of(entry.ToPlainSeccomp));

    public static FacilityRow Of(KernelFacility facility) => new(facility.Name, facility.State, facility.Reason, facility.Fix, facility.Gives);
}
