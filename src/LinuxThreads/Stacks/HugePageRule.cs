using LinuxThreads.Procfs;

namespace LinuxThreads.Stacks;

/// <summary>Judges whether a stack may have huge pages: the kernel's own answer for its mapping, the addresses, and the reason; a pure function.</summary>
internal static class HugePageRule
{
    /// <param name="mapping">The mapping that the stack lies in.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="settings">What holds for the process.</param>
    /// <param name="fit">What <see cref="HugePageFit.Choose"/> gave.</param>
    /// <param name="presentPages">Pages in memory of the highest huge page's range; null if they could not be counted.</param>
    /// <param name="pageSize">The size of a page.</param>
    public static StackHugePages Judge(
        StackMapping mapping, AddressRange stack, HugePageSettings settings, HugePageFit? fit, long? presentPages, ulong pageSize)
    {
        var (eligible, reason) = Decide(mapping, stack, settings);
        var judged = new StackHugePages(eligible, reason);
        if (fit is not { } known)
        {
            return judged;
        }

        var pages = known.Size.Bytes / (long)pageSize;
        return judged with
        {
            Size = known.Size,
            AlignedHugePages = known.Count,
            Potential = known.Count == 0 ? ByteSize.Zero
                : presentPages is { } present ? new ByteSize((pages - present) * (long)pageSize)
                : null,
            MayCollapse = eligible is null || presentPages is null || settings.MaxPtesNone is not { } most ? null
                : eligible.Value && known.Count > 0 && known.Size == settings.PmdSize
                    && presentPages.Value > 0 && presentPages.Value < pages && pages - presentPages.Value <= most,
        };
    }

    private static (bool? Eligible, HugePageReason Reason) Decide(StackMapping mapping, AddressRange stack, HugePageSettings settings)
    {
        if (mapping.THPeligible is not { } told)
        {
            return (null, HugePageReason.NotTold);
        }

        if (mapping.Inode != 0 || mapping.Has(VmFlags.Hugetlb))
        {
            return (told, HugePageReason.NotAnonymous);
        }

        var fits = settings.AllowedFor(mapping).Any(size => HugePageFit.Of(mapping.Range, stack, size).Count > 0);
        if (told)
        {
            // The kernel answers for the mapping, which may be more than the stack; where it hides its sizes, that is all there is.
            return settings.Sizes.Count > 0 && !fits
                ? (false, HugePageReason.NoAlignedRange)
                : (true, settings.IsAlways || !mapping.Has(VmFlags.HugePage) ? HugePageReason.ModeAlways : HugePageReason.Advised);
        }

        return (false, mapping switch
        {
            _ when mapping.Has(VmFlags.NoHugePage) => HugePageReason.NoHugePageFlag,
            _ when settings.Mode is null => HugePageReason.NoSettings,
            _ when settings.ProcessEnabled == false => HugePageReason.ProcessDisabled,
            _ when settings.IsNever => HugePageReason.ModeNever,
            _ when !settings.AllowedFor(mapping).Any() => HugePageReason.NotAdvised,
            _ when !fits => HugePageReason.NoAlignedRange,
            _ => HugePageReason.Unexplained,
        });
    }
}
