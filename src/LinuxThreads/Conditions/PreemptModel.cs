using LinuxThreads.Procfs;

namespace LinuxThreads.Conditions;

/// <summary>What is known about where the kernel lets itself be preempted.</summary>
/// <param name="InForce">The model in force: <c>none</c>, <c>voluntary</c>, <c>full</c>, <c>lazy</c> or <c>rt</c>; null if unknown.</param>
/// <param name="AtBoot">The model that the kernel started with; null if unknown.</param>
/// <param name="Reason">Why <paramref name="InForce"/> is unknown; null if it is known.</param>
internal sealed record PreemptModel(string? InForce, string? AtBoot, string? Reason)
{
    private static readonly (string Model, string Option)[] Options =
    [
        ("none", "CONFIG_PREEMPT_NONE"), ("voluntary", "CONFIG_PREEMPT_VOLUNTARY"),
        ("full", "CONFIG_PREEMPT"), ("lazy", "CONFIG_PREEMPT_LAZY"),
    ];

    /// <summary>Concludes from what could be read; any of it may be missing.</summary>
    /// <param name="version">The text of <c>/proc/version</c>.</param>
    /// <param name="release">The kernel's release.</param>
    /// <param name="config">The kernel's configuration.</param>
    /// <param name="commandLine">The text of <c>/proc/cmdline</c>.</param>
    /// <param name="debugfs">The text of <c>sched/preempt</c> in debugfs, where the model in force stands in parentheses.</param>
    public static PreemptModel Conclude(string? version, KernelVersion? release, KernelConfig? config, string? commandLine, string? debugfs)
    {
        if (Parenthesised(debugfs) is { } chosen)
        {
            return new(chosen, AtBootOf(release, config, commandLine), null);
        }

        if (version is null)
        {
            return new(null, null, "The kernel's version string could not be read.");
        }

        var words = version.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Contains("PREEMPT_RT"))
        {
            return new("rt", "rt", null);
        }

        if (words.Contains("PREEMPT_DYNAMIC") || config?.IsSet("CONFIG_PREEMPT_DYNAMIC") == true)
        {
            return new(null, AtBootOf(release, config, commandLine),
                "PREEMPT_DYNAMIC can change its model while it runs, and sched/preempt in debugfs could not be read.");
        }

        var built = Built(config);
        if (built is not null)
        {
            return new(built, built, null);
        }

        if (!words.Contains("PREEMPT"))
        {
            return new(null, null, "The version string does not tell 'none' from 'voluntary', and the kernel's configuration could not be read.");
        }

        // Linux 5.12 to 5.16 print PREEMPT for PREEMPT_DYNAMIC too; since 6.13 it may also mean the lazy model.
        return release is { } r && (r < new KernelVersion(5, 12) || (r >= new KernelVersion(5, 17) && r < new KernelVersion(6, 13)))
            ? new("full", "full", null)
            : new(null, null, "PREEMPT in this kernel's version string may stand for several models, and the kernel's configuration could not be read.");
    }

    private static string? AtBootOf(KernelVersion? release, KernelConfig? config, string? commandLine)
    {
        var asked = commandLine?.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault(word => word.StartsWith("preempt=", StringComparison.Ordinal))?["preempt=".Length..];
        if (asked is null)
        {
            // Without the command line the built-in choice may have been overruled.
            return commandLine is null ? null : Built(config);
        }

        var option = Options.FirstOrDefault(candidate => candidate.Model == asked).Option;
        // A kernel that does not know the model ignores the wish; Linux 7.0 dropped two on most architectures.
        var honoured = option is not null && (config?.Mentions(option) ?? release < new KernelVersion(7, 0));
        return honoured ? asked : null;
    }

    private static string? Built(KernelConfig? config) =>
        config is null ? null : Options.FirstOrDefault(candidate => config.IsSet(candidate.Option)).Model;

    private static string? Parenthesised(string? text)
    {
        var start = text?.IndexOf('(') ?? -1;
        var end = start < 0 ? -1 : text!.IndexOf(')', start);
        return end < 0 ? null : text![(start + 1)..end];
    }
}
