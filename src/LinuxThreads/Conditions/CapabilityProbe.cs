using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Finds out what this machine, kernel and user can measure, by trying it, and what to change for the rest.</summary>
public static class CapabilityProbe
{
    /// <summary>Every check, in the order of a report.</summary>
    /// <remarks>Changes nothing. What only system calls tell is <see cref="CapabilityVerdict.Unknown"/> for a captured tree.</remarks>
    /// <param name="root">The running system, or a captured tree.</param>
    /// <param name="conditions">The conditions as read from <paramref name="root"/>.</param>
    /// <param name="shimPresent">True if the C library with the thread bodies was found.</param>
    public static IReadOnlyList<Capability> Read(ProcRoot root, MachineConditions conditions, bool shimPresent) =>
        Read(root, conditions, shimPresent, Environment.GetEnvironmentVariable);

    internal static IReadOnlyList<Capability> Read(
        ProcRoot root, MachineConditions conditions, bool shimPresent, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(conditions);
        var live = MachineConditions.IsLive(root);
        return
        [
            .. TaskFileChecks.Read(root),
            .. ProcessAccessChecks.Read(root, conditions, live),
            .. KernelCallChecks.Read(live),
            .. KernelSettingChecks.Read(conditions),
            .. ThreadCountChecks.Read(root, conditions),
            .. StackChecks.Read(conditions, environment),
            .. FacilityChecks.Read(root, conditions),
            LaboratoryChecks.Cpus(conditions),
            LaboratoryChecks.Shim(shimPresent),
        ];
    }
}
