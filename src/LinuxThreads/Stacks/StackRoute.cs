namespace LinuxThreads.Stacks;

/// <summary>Which file of the kernel the resident bytes of the stacks came from.</summary>
public enum StackRoute
{
    /// <summary><c>/proc/[pid]/pagemap</c>, page by page for exactly each stack's range; mappings and shares from <c>smaps</c>.</summary>
    Pagemap,

    /// <summary><c>/proc/[pid]/smaps</c> alone: only for stacks that are a mapping of their own.</summary>
    Smaps,
}
