using System.Globalization;

namespace LinuxThreads.Conditions;

/// <summary>Looks for settings of stacks and heaps that do not do what they seem to.</summary>
internal static class StackChecks
{
    private const string SizeGives = "threads with the stack size that was asked for";
    private static readonly string[] Prefixes = ["DOTNET_", "COMPlus_"];

    public static IEnumerable<Capability> Read(MachineConditions conditions, Func<string, string?> environment)
    {
        yield return OldName(environment);
        yield return Hexadecimal(environment);
        yield return Arenas(conditions, environment);
    }

    /// <summary>Since .NET 10 the runtime reads another name, and says nothing about the old one.</summary>
    private static Capability OldName(Func<string, string?> environment)
    {
        const string Name = "default-stack-size-name";
        foreach (var prefix in Prefixes)
        {
            if (environment($"{prefix}DefaultStackSize") is { Length: > 0 } value)
            {
                return new Capability(Name, CapabilityVerdict.Limited,
                    $"{prefix}DefaultStackSize={value} is set, and .NET 10 and later ignore that name without a word.",
                    "Set DOTNET_Thread_DefaultStackSize instead; its value is read as hexadecimal.", SizeGives);
            }
        }

        return new Capability(Name, CapabilityVerdict.Ok, "No name that .NET 10 ignores is set.", null, SizeGives);
    }

    private static Capability Hexadecimal(Func<string, string?> environment)
    {
        const string Name = "default-stack-size-value";
        var variable = Prefixes.Select(prefix => $"{prefix}Thread_DefaultStackSize").FirstOrDefault(name => environment(name) is { Length: > 0 });
        if (variable is null)
        {
            return new Capability(Name, CapabilityVerdict.Ok, "The runtime's default stack size is not changed by the environment.", null, SizeGives);
        }

        var text = environment(variable)!;
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (!ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bytes))
        {
            return new Capability(Name, CapabilityVerdict.Limited, $"{variable}={text} is not a hexadecimal number.",
                "Write the size in hexadecimal: 100000 is 1 MiB.", SizeGives);
        }

        // A multiple of a page when read as decimal, and none as hexadecimal: a size that nobody would choose.
        var meantAsDecimal = digits.Length == text.Length && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value % 4096 == 0 && bytes % 4096 != 0;
        return meantAsDecimal
            ? new Capability(Name, CapabilityVerdict.Limited,
                $"{variable}={text} looks decimal, but is read as hexadecimal: {bytes:N0} bytes.",
                $"Write {ulong.Parse(text, CultureInfo.InvariantCulture):x} for {text} bytes.", SizeGives)
            : new Capability(Name, CapabilityVerdict.Ok, $"{variable}={text} is read as hexadecimal: {bytes:N0} bytes.", null, SizeGives);
    }

    /// <summary>glibc sizes its number of malloc arenas by the CPUs it sees, which a CPU quota does not reduce.</summary>
    private static Capability Arenas(MachineConditions conditions, Func<string, string?> environment)
    {
        const string Name = "malloc-arenas";
        const string Gives = "an address space that threads fill with stacks rather than heaps";
        if (conditions.Process.Libc is not { } libc)
        {
            return KernelSettingChecks.Unknown(Name, conditions, "process.libc", Gives);
        }

        if (libc != "glibc")
        {
            return new Capability(Name, CapabilityVerdict.Ok, $"{libc} has no arenas.", null, Gives);
        }

        var asked = environment("MALLOC_ARENA_MAX") is { Length: > 0 } maximum ? $"MALLOC_ARENA_MAX={maximum}"
            : environment("GLIBC_TUNABLES")?.Contains("glibc.malloc.arena_max", StringComparison.Ordinal) == true ? "GLIBC_TUNABLES"
            : null;
        if (asked is not null)
        {
            return new Capability(Name, CapabilityVerdict.Ok, $"The number of arenas is set by {asked}.", null, Gives);
        }

        if (conditions.Cgroup.Cpu is not { } quota)
        {
            return KernelSettingChecks.Unknown(Name, conditions, "cgroup.cpu", Gives);
        }

        if (conditions.Now.CpusAllowedCount is not { } cpus)
        {
            return KernelSettingChecks.Unknown(Name, conditions, "now.cpus_allowed_count", Gives);
        }

        return quota.TightestCpus is { } allowed && allowed < cpus
            ? new Capability(Name, CapabilityVerdict.Limited,
                $"The CPU quota is {allowed:0.##} CPUs, but glibc counts {cpus} and may open 8 arenas of 64 MiB address space for each.",
                $"Set MALLOC_ARENA_MAX={Math.Max(2, (int)Math.Ceiling(allowed) * 2)}.", Gives)
            : new Capability(Name, CapabilityVerdict.Ok, $"glibc's number of arenas follows the {cpus} CPUs that may really be used.", null, Gives);
    }
}
