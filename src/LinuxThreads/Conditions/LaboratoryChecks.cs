namespace LinuxThreads.Conditions;

/// <summary>What the laboratories need: two CPUs, and the C library with the thread bodies.</summary>
internal static class LaboratoryChecks
{
    public static Capability Cpus(MachineConditions conditions)
    {
        const string Name = "two-cpus";
        const string Gives = "hand-overs between two CPUs, contention, oversubscription";
        return conditions.Now.CpusAllowedCount switch
        {
            null => KernelSettingChecks.Unknown(Name, conditions, "now.cpus_allowed_count", Gives),
            >= 2 and var count => new Capability(Name, CapabilityVerdict.Ok, $"This process may run on {count} CPUs ({conditions.Now.CpusAllowed}).", null, Gives),
            _ => new Capability(Name, CapabilityVerdict.Missing, $"This process may run on CPU {conditions.Now.CpusAllowed} only.",
                "Widen the affinity (taskset) or the cpuset, or give the machine a second CPU.", Gives),
        };
    }

    public static Capability Shim(bool present)
    {
        const string Gives = "the laboratories: pingpong, ladder, create, footprint, contend";
        return present
            ? new Capability("shim", CapabilityVerdict.Ok, "liblinuxthreads.so was found.", null, Gives)
            : new Capability("shim", CapabilityVerdict.Missing, "liblinuxthreads.so was not found beside the program.",
                "Build it with ./build.sh, or copy it beside the program.", Gives);
    }
}
