using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>What decides about huge pages for every stack of one process alike.</summary>
/// <param name="Mode">The setting <c>enabled</c>: <c>always</c>, <c>madvise</c> or <c>never</c>; <see langword="null"/> where there are no transparent huge pages.</param>
/// <param name="PmdSize">The size of the largest, in bytes.</param>
/// <param name="Sizes">Each size that ordinary memory may have, with the setting that holds for it (<c>inherit</c> replaced by what is inherited), ascending.</param>
/// <param name="MaxPtesNone">How many untouched pages <c>khugepaged</c> may fill to make one.</param>
/// <param name="ProcessEnabled">False if the process has switched them off; <see langword="null"/> if the kernel does not tell (before Linux 5.0).</param>
/// <remarks>Source: <c>/sys/kernel/mm/transparent_hugepage</c>; <c>THP_enabled</c> of <c>/proc/[pid]/status</c>.</remarks>
public sealed record HugePageSettings(
    string? Mode, ByteSize? PmdSize, IReadOnlyList<KeyValuePair<ByteSize, string>> Sizes, long? MaxPtesNone, bool? ProcessEnabled)
{
    internal static HugePageSettings Of(TransparentHugepage? system, bool? processEnabled)
    {
        if (system is null)
        {
            return new HugePageSettings(null, null, [], null, processEnabled);
        }

        var mode = system.Enabled.Selected;
        IEnumerable<KeyValuePair<ByteSize, string>> sizes = system switch
        {
            { Sizes: [_, ..] several } => several.Select(size => KeyValuePair.Create(size.Size, size.Enabled.Selected == "inherit" ? mode : size.Enabled.Selected)),
            { HpagePmdSize: { } pmd } => [KeyValuePair.Create(pmd, mode)],
            _ => [],
        };
        return new HugePageSettings(mode, system.HpagePmdSize, [.. sizes], system.KhugepagedMaxPtesNone, processEnabled);
    }

    /// <summary>The settings as they are now; all unknown where the kernel has no huge pages, or hides them.</summary>
    internal static HugePageSettings Read(ProcRoot root, bool? processEnabled)
    {
        try
        {
            return Of(TransparentHugepage.Read(root), processEnabled);
        }
        catch (KernelFeatureMissingException)
        {
            return Of(null, processEnabled);
        }
    }

    /// <summary>The sizes that a mapping may have by the settings, ascending.</summary>
    internal IEnumerable<ByteSize> AllowedFor(StackMapping mapping) =>
        from size in Sizes
        where size.Value == "always" || (size.Value == "madvise" && mapping.Has(VmFlags.HugePage))
        select size.Key;

    internal bool IsAlways => Sizes.Any(static size => size.Value == "always");

    internal bool IsNever => Mode is not null && Sizes.All(static size => size.Value == "never");
}
