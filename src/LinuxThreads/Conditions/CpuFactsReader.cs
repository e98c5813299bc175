using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Reads <see cref="CpuFacts"/>.</summary>
internal static class CpuFactsReader
{
    private const string Cpus = "sys/devices/system/cpu";

    public static CpuFacts Read(FactReader reader, bool live)
    {
        var cpuinfo = reader.Value("model", "proc/cpuinfo", Cpuinfo.Parse);
        var model = cpuinfo is null ? null : Model(reader, cpuinfo);
        var hypervisor = Hypervisor(reader, cpuinfo);
        var topology = Topology(reader);
        return new CpuFacts
        {
            Model = model,
            Architecture = Architecture(reader, live),
            Online = reader.Value("online", $"{Cpus}/online", CpuList.Parse)?.ToString(),
            OnlineCount = reader.Value("online_count", $"{Cpus}/online", CpuList.Parse)?.Count,
            PresentCount = reader.Value("present_count", $"{Cpus}/present", CpuList.Parse)?.Count,
            Isolated = OptionalList(reader, "isolated"),
            NohzFull = OptionalList(reader, "nohz_full"),
            SmtActive = reader.Flag("smt_active", $"{Cpus}/smt/active"),
            Cpus = topology,
            FrequencyDriver = OfPolicies(reader, "frequency_driver", "scaling_driver"),
            FrequencyGovernor = OfPolicies(reader, "frequency_governor", "scaling_governor"),
            Boost = Boost(reader),
            IdleDriver = reader.Text("idle_driver", $"{Cpus}/cpuidle/current_driver"),
            IdleGovernor = reader.TryValue($"{Cpus}/cpuidle/current_governor_ro", FactReader.ParseText, out _, out _)
                ?? reader.Text("idle_governor", $"{Cpus}/cpuidle/current_governor"),
            Hypervisor = hypervisor,
            HypervisorName = HypervisorName(reader, hypervisor, live),
            Mitigations = Mitigations(reader),
        };
    }

    private static string? Model(FactReader reader, Cpuinfo cpuinfo)
    {
        if (cpuinfo.ModelName is { } name)
        {
            return name;
        }

        if (cpuinfo is { CpuImplementer: { } implementer, CpuPart: { } part })
        {
            return $"implementer {implementer} part {part}";
        }

        reader.Miss("model", $"{reader.Root.Resolve("proc/cpuinfo")} has neither a model name nor an implementer and part.");
        return null;
    }

    private static string? Architecture(FactReader reader, bool live)
    {
        if (reader.TryValue("proc/sys/kernel/arch", FactReader.ParseText, out var reason, out _) is { } architecture)
        {
            return architecture;
        }

        if (live)
        {
            return RuntimeInformation.OSArchitecture switch
            {
                System.Runtime.InteropServices.Architecture.X64 => "x86_64",
                System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
                var other => other.ToString().ToLowerInvariant(),
            };
        }

        reader.Miss("architecture", reason);
        return null;
    }

    private static List<CpuPlace> Topology(FactReader reader)
    {
        CpuTopology topology;
        try
        {
            topology = CpuTopology.Read(reader.Root);
        }
        catch (SyscallException refusal)
        {
            reader.Miss("cpus", FactReader.Describe(refusal), refusal.Advice);
            return [];
        }
        catch (ProcfsFormatException malformed)
        {
            reader.Miss("cpus", malformed.Message);
            return [];
        }

        var places = new List<CpuPlace>(topology.Cpus.Count);
        foreach (var cpu in topology.Cpus)
        {
            var cache = cpu.Caches.Where(cache => cache.Type != "Instruction").MaxBy(cache => cache.Level);
            places.Add(new CpuPlace(
                cpu.Cpu, cpu.CoreId, cpu.PhysicalPackageId, cpu.CoreCpusList?.ToString(),
                cache?.Level, cache?.Size?.Bytes, cache?.SharedCpuList?.ToString(), cpu.Node));
        }

        MissOfSome(reader, places);
        return places;
    }

    /// <summary>One entry for all properties that some CPU lacks, since a list's elements have no fields of their own in the report.</summary>
    private static void MissOfSome(FactReader reader, List<CpuPlace> places)
    {
        (string Field, Func<CpuPlace, object?> Property)[] properties =
        [
            ("core", place => place.Core), ("package", place => place.Package), ("smt_siblings", place => place.SmtSiblings),
            ("last_level_cache_cpus", place => place.LastLevelCacheCpus), ("last_level_cache_bytes", place => place.LastLevelCacheBytes),
            ("numa_node", place => place.NumaNode),
        ];
        var gaps = from property in properties
                   let without = places.Where(place => property.Property(place) is null).Select(place => place.Cpu).ToArray()
                   where without.Length > 0
                   select $"{property.Field} of CPU {new CpuList(without)}";
        var text = string.Join("; ", gaps);
        if (text.Length > 0)
        {
            reader.Miss("cpus", $"The kernel does not show: {text}.");
        }
    }

    /// <summary>A list that only some kernels have: where its file is not listed, no CPU is on it.</summary>
    private static string? OptionalList(FactReader reader, string name) => reader.Listed(name, Cpus, name) switch
    {
        // Linux prints "(null)" for an unset nohz_full mask on some versions (drivers/base/cpu.c).
        true => reader.Value(name, $"{Cpus}/{name}", (text, path) =>
            text.StartsWith("(null)"u8) ? CpuList.Empty : CpuList.Parse(text, path))?.ToString(),
        false => string.Empty,
        null => null,
    };

    private static string? OfPolicies(FactReader reader, string field, string file)
    {
        var names = reader.Names($"{Cpus}/cpufreq", out var refusal);
        var policies = names?.Where(name => name.StartsWith("policy", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        if (policies is null or [])
        {
            reader.Miss(field, refusal is null
                ? "The kernel has no cpufreq driver loaded, as in most virtual machines: the frequency is not its to set."
                : FactReader.Describe(refusal));
            return null;
        }

        var values = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            if (reader.Text(field, $"{Cpus}/cpufreq/{policy}/{file}") is not { } value)
            {
                return null;
            }

            values.Add(value);
        }

        return string.Join(',', values);
    }

    private static bool? Boost(FactReader reader)
    {
        if (reader.TryValue($"{Cpus}/intel_pstate/no_turbo", FactReader.ParseText, out _, out _) is { } noTurbo)
        {
            return noTurbo == "0";
        }

        return reader.Flag("boost", $"{Cpus}/cpufreq/boost");
    }

    private static bool? Hypervisor(FactReader reader, Cpuinfo? cpuinfo)
    {
        if (cpuinfo?.Hypervisor == true
            || reader.TryValue("sys/hypervisor/type", FactReader.ParseText, out _, out _) is not null
            || reader.Root.Exists("proc/device-tree/hypervisor"))
        {
            return true;
        }

        if (cpuinfo?.Hypervisor is { } told)
        {
            return told;
        }

        reader.Miss("hypervisor", "Neither CPU flags, /sys/hypervisor nor a device tree say whether there is one.");
        return null;
    }

    private static string? HypervisorName(FactReader reader, bool? hypervisor, bool live)
    {
        if (hypervisor == false)
        {
            return null;
        }

        if (reader.TryValue("sys/hypervisor/type", FactReader.ParseText, out _, out _) is { } type)
        {
            return type;
        }

        // The firmware's names are those of the hardware where there is no hypervisor.
        var product = hypervisor == true
            ? reader.TryValue("sys/class/dmi/id/product_name", FactReader.ParseText, out _, out _)
            : null;
        if (product is null)
        {
            var signature = live && hypervisor == true ? CpuidSignature() : null;
            if (signature is null)
            {
                reader.Miss("hypervisor_name", "Neither /sys/hypervisor/type nor /sys/class/dmi/id/product_name nor the cpuid instruction names it.");
            }

            return signature;
        }

        var vendor = reader.TryValue("sys/class/dmi/id/sys_vendor", FactReader.ParseText, out _, out _);
        return vendor is null ? product : $"{vendor} {product}";
    }

    /// <summary>The twelve letters by which a hypervisor on x86 names itself, for instance <c>KVMKVMKVM</c>; null on other architectures.</summary>
    private static string? CpuidSignature()
    {
        if (!X86Base.IsSupported)
        {
            return null;
        }

        // Leaf 0x40000000 is reserved for hypervisors by Intel and AMD; the letters stand in ebx, ecx, edx.
        var (_, ebx, ecx, edx) = X86Base.CpuId(0x40000000, 0);
        var signature = Encoding.ASCII.GetString(MemoryMarshal.AsBytes<int>(stackalloc[] { ebx, ecx, edx })).Trim('\0', ' ');
        return signature.Length > 0 ? signature : null;
    }

    private static List<Mitigation> Mitigations(FactReader reader)
    {
        try
        {
            return [.. CpuVulnerabilities.Read(reader.Root).Entries.Select(entry => new Mitigation(entry.Key, entry.Value))];
        }
        catch (SyscallException refusal)
        {
            reader.Miss("mitigations", FactReader.Describe(refusal), refusal.Advice);
        }
        catch (LinuxThreadsException absent) when (absent is ProcfsFormatException or KernelFeatureMissingException)
        {
            reader.Miss("mitigations", absent.Message);
        }

        return [];
    }
}
