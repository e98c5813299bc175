namespace LinuxThreads.Procfs;

/// <summary>What a mapping may be used for: the four letters that <c>/proc/[pid]/maps</c> prints after the addresses.</summary>
/// <remarks>Source: <c>/proc/[pid]/maps</c>, second field, <c>rwxs</c>; a dash stands for an absent right and <c>p</c> for a private mapping.</remarks>
[Flags]
public enum MappingPermissions
{
    /// <summary>No access, private: printed as <c>---p</c>. Guard areas of stacks look like this.</summary>
    None = 0,

    /// <summary>Readable: <c>r</c>.</summary>
    Read = 1,

    /// <summary>Writable: <c>w</c>.</summary>
    Write = 2,

    /// <summary>Executable: <c>x</c>.</summary>
    Execute = 4,

    /// <summary>May be shared with other processes: <c>s</c>; without it the mapping is private, copied on write.</summary>
    Shared = 8,
}
