namespace LinuxThreads.Stacks;

/// <summary>Why a stack may, or may not, have transparent huge pages.</summary>
public enum HugePageReason
{
    /// <summary>It may: the setting is <c>always</c> for a size that fits.</summary>
    ModeAlways,

    /// <summary>It may: the mapping was advised to (<c>MADV_HUGEPAGE</c>, <c>hg</c>), and the setting is <c>madvise</c>.</summary>
    Advised,

    /// <summary>It may not: the mapping carries <c>nh</c>, from <c>MAP_STACK</c> (since Linux 6.7) or <c>MADV_NOHUGEPAGE</c>.</summary>
    NoHugePageFlag,

    /// <summary>It may not: the process has switched them off (<c>prctl(PR_SET_THP_DISABLE)</c>).</summary>
    ProcessDisabled,

    /// <summary>It may not: the setting is <c>never</c>.</summary>
    ModeNever,

    /// <summary>It may not: the setting is <c>madvise</c>, and the mapping was not advised to.</summary>
    NotAdvised,

    /// <summary>It may not: no huge page, aligned to its size, lies within the mapping and touches the stack.</summary>
    NoAlignedRange,

    /// <summary>It is not anonymous memory but of a file or of hugetlbfs, which have rules of their own.</summary>
    NotAnonymous,

    /// <summary>It may not, and there are no settings that tell why: the kernel was built without huge pages, or <c>/sys</c> is hidden.</summary>
    NoSettings,

    /// <summary>It may not, and none of the reasons known here holds.</summary>
    Unexplained,

    /// <summary>Unknown: <c>smaps</c> could not be read, or the kernel prints no <c>THPeligible</c> (before Linux 5.0).</summary>
    NotTold,
}
