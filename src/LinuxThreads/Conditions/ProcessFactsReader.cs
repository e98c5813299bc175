using System.Runtime.InteropServices;
using System.Text;
using LinuxThreads.Interop;
using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>Reads <see cref="ProcessFacts"/>.</summary>
internal static class ProcessFactsReader
{
    private const string StatusPath = "proc/self/status";
    private const string Captured = "It is asked of the running process; this is a captured tree.";

    public static ProcessFacts Read(FactReader reader, bool live)
    {
        var (libc, libcVersion) = Libc(reader, live);
        if (!live)
        {
            reader.Miss("dotnet_version", Captured);
            reader.Miss("runtime_identifier", Captured);
        }

        var stack = reader.Value("stack_limit_bytes", "proc/self/limits", PidLimits.Parse)?.MaxStackSize?.Soft;
        if (stack is null)
        {
            reader.Miss("stack_limit_unlimited", "It stands in the same line as stack_limit_bytes.");
        }

        var hints = ContainerTraces.Find(reader.Root);
        if (hints is null)
        {
            reader.Miss("container", "Neither namespaces nor cgroups of this process could be read.");
        }

        return FromStatus(reader) with
        {
            Libc = libc,
            LibcVersion = libcVersion,
            DotnetVersion = live ? Environment.Version.ToString() : null,
            RuntimeIdentifier = live ? RuntimeInformation.RuntimeIdentifier : null,
            TimerSlackNs = reader.Number("timer_slack_ns", "proc/self/timerslack_ns"),
            StackLimitUnlimited = stack?.IsUnlimited,
            StackLimitBytes = stack is { IsUnlimited: false } limit ? checked((long)limit.Value) : null,
            Container = hints is null ? null : hints.Count > 0,
            ContainerHints = hints ?? [],
        };
    }

    private static ProcessFacts FromStatus(FactReader reader)
    {
        var status = reader.Value("user_id", StatusPath, PidStatus.Parse);
        Require("effective_user_id", status?.Uid, "Uid");
        Require("capabilities", status?.CapEff, "CapEff");
        Require("seccomp", status?.Seccomp, "Seccomp");
        Require("seccomp_filters", status?.SeccompFilters, "Seccomp_filters");
        Require("transparent_huge_pages_disabled", status?.ThpEnabled, "THP_enabled");
        return new ProcessFacts
        {
            UserId = status?.Uid?.Real,
            EffectiveUserId = status?.Uid?.Effective,
            Capabilities = status?.CapEff is { } effective ? CapabilityNames.Of(effective) : null,
            Seccomp = status?.Seccomp switch
            {
                null => null,
                0 => "disabled",
                1 => "strict",
                2 => "filter",
                var other => $"mode {other}",
            },
            SeccompFilters = status?.SeccompFilters,
            TransparentHugePagesDisabled = !status?.ThpEnabled,
        };

        void Require(string field, object? value, string line)
        {
            if (value is null)
            {
                reader.Miss(field, status is null ? "It stands in the same file as user_id." : $"{reader.Root.Resolve(StatusPath)} has no line {line}.");
            }
        }
    }

    private static (string? Name, string? Version) Libc(FactReader reader, bool live)
    {
        if (live && LibcVersion.ReadGlibc() is { } version)
        {
            return ("glibc", version);
        }

        var maps = reader.TryValue("proc/self/maps", static (text, _) => Encoding.UTF8.GetString(text), out var reason, out _);
        var name = maps switch
        {
            null => null,
            _ when maps.Contains("/ld-musl-", StringComparison.Ordinal) => "musl",
            _ when maps.Contains("/libc.so.6", StringComparison.Ordinal) || maps.Contains("/libc-2.", StringComparison.Ordinal) => "glibc",
            _ => null,
        };
        if (name is null)
        {
            reader.Miss("libc", maps is null ? reason : "No C library that this program knows is mapped.");
        }

        reader.Miss("libc_version", name switch
        {
            "musl" => "musl tells its version only to who runs its loader.",
            "glibc" => Captured,
            _ => "The C library itself is unknown.",
        });
        return (name, null);
    }
}
