namespace LinuxThreads.Interop;

/// <summary>What the program may do with pages of a mapping.</summary>
internal enum PageAccess
{
    None,
    Read,
    ReadWrite,
}
