namespace LinuxThreads.Stacks;

/// <summary>How a reason is spelled in JSON, and what it means in a sentence.</summary>
public static class HugePageReasonExtensions
{
    /// <summary>The spelling in JSON, for instance <c>no-huge-page-flag</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public static string JsonName(this HugePageReason reason) => reason switch
    {
        HugePageReason.ModeAlways => "mode-always",
        HugePageReason.Advised => "advised",
        HugePageReason.NoHugePageFlag => "no-huge-page-flag",
        HugePageReason.ProcessDisabled => "process-disabled",
        HugePageReason.ModeNever => "mode-never",
        HugePageReason.NotAdvised => "not-advised",
        HugePageReason.NoAlignedRange => "no-aligned-range",
        HugePageReason.NotAnonymous => "not-anonymous",
        HugePageReason.NoSettings => "no-settings",
        HugePageReason.Unexplained => "unexplained",
        HugePageReason.NotTold => "not-told",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };

    /// <summary>The reason as a noun phrase for a sentence, for instance <c>the nh flag (MAP_STACK, Linux 6.7 and later)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public static string Phrase(this HugePageReason reason) => reason switch
    {
        HugePageReason.ModeAlways => "the setting always",
        HugePageReason.Advised => "MADV_HUGEPAGE",
        HugePageReason.NoHugePageFlag => "the nh flag (MAP_STACK, Linux 6.7 and later)",
        HugePageReason.ProcessDisabled => "PR_SET_THP_DISABLE of the process",
        HugePageReason.ModeNever => "the setting never",
        HugePageReason.NotAdvised => "the setting madvise without advice",
        HugePageReason.NoAlignedRange => "no aligned huge page in reach",
        HugePageReason.NotAnonymous => "a mapping that is not anonymous",
        HugePageReason.NoSettings => "no settings under /sys/kernel/mm (a kernel without huge pages)",
        HugePageReason.Unexplained => "the kernel's no, without a reason known here",
        HugePageReason.NotTold => "no answer of the kernel",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}
