using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Compares the kernel's system-wide limits on threads with each other: the highest is of no use behind a lower one.</summary>
internal static class ThreadCountChecks
{
    private const string Gives = "as many threads as kernel.threads-max promises";

    // A thread's stack and its guard are two mappings wherever the guard is a mapping of its own.
    private const int MappingsOfStackAndGuard = 2;

    public static IEnumerable<Capability> Read(ProcRoot root, MachineConditions conditions)
    {
        var reader = new FactReader(root, string.Empty, []);
        var threadsMax = Number(reader, "kernel/threads-max", out var reason);
        var pidMax = Number(reader, "kernel/pid_max", out var noPidMax);
        var maps = Number(reader, "vm/max_map_count", out var noMaps);
        yield return threadsMax is null || pidMax is null
            ? new Capability("pid-max", CapabilityVerdict.Unknown, $"{reason}{noPidMax}", null, Gives)
            : pidMax < threadsMax
                ? new Capability("pid-max", CapabilityVerdict.Limited,
                    $"kernel.pid_max is {pidMax:N0}, below kernel.threads-max of {threadsMax:N0}: ids run out first, and each thread needs one.",
                    $"As root: sysctl -w kernel.pid_max={Math.Min(threadsMax.Value, 4_194_304)}", Gives)
                : new Capability("pid-max", CapabilityVerdict.Ok, $"kernel.pid_max is {pidMax:N0}, kernel.threads-max {threadsMax:N0}.", null, Gives);

        if (maps is null || threadsMax is null || pidMax is null)
        {
            yield return new Capability("max-map-count", CapabilityVerdict.Unknown, $"{noMaps}{reason}{noPidMax}", null, Gives);
            yield break;
        }

        var threads = maps / MappingsOfStackAndGuard;
        var system = Math.Min(threadsMax.Value, pidMax.Value);
        yield return threads < system
            ? new Capability("max-map-count", CapabilityVerdict.Limited,
                $"vm.max_map_count is {maps:N0}: a process whose threads each map a stack and a guard ends at {threads:N0} threads, below the system's {system:N0}.",
                $"As root: sysctl -w vm.max_map_count={system * MappingsOfStackAndGuard * 2}", Gives)
            : new Capability("max-map-count", CapabilityVerdict.Ok,
                $"vm.max_map_count is {maps:N0}, enough for the stacks and guards of {system:N0} threads.", null, Gives);
    }

    private static long? Number(FactReader reader, string name, out string reason)
    {
        var boxed = reader.TryValue<object>($"proc/sys/{name}", (text, path) => SysctlNumber.Parse(text, path), out var refusal, out _);
        reason = boxed is null ? refusal + " " : string.Empty;
        return (long?)boxed;
    }
}
