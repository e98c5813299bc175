namespace LinuxThreads.Procfs;

/// <summary>The keys of an entry of smaps, in the order in which the kernel prints them.</summary>
internal enum SmapsKey
{
    Size,
    KernelPageSize,
    MMUPageSize,
    Rss,
    Pss,
    PssDirty,
    SharedClean,
    SharedDirty,
    PrivateClean,
    PrivateDirty,
    Referenced,
    Anonymous,
    KSM,
    LazyFree,
    AnonHugePages,
    ShmemPmdMapped,
    FilePmdMapped,
    SharedHugetlb,
    PrivateHugetlb,
    Swap,
    SwapPss,
    Locked,
    THPeligible,
    ProtectionKey,
    VmFlags,
}
