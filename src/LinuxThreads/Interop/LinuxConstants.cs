namespace LinuxThreads.Interop;

/// <summary>Numbers from the kernel's and the C library's headers, the same on x86-64 and arm64; a test compares each with the headers.</summary>
internal static class LinuxConstants
{
    public const int RusageSelf = 0;
    public const int RusageThread = 1;

    public const int ClockMonotonic = 1;
    public const int ClockProcessCputimeId = 2;
    public const int ClockThreadCputimeId = 3;

    public const int FutexWaitPrivate = 0 | 128;
    public const int FutexWakePrivate = 1 | 128;
    public const int FutexWaitBitsetPrivate = 9 | 128;
    public const int FutexBitsetMatchAny = -1;

    public const int PrSetName = 15;
    public const int PrGetName = 16;

    public const int ProtNone = 0;
    public const int ProtRead = 1;
    public const int ProtWrite = 2;

    public const int MapPrivate = 0x02;
    public const int MapAnonymous = 0x20;
    public const int MapNoreserve = 0x4000;

    public const int MadvDontneed = 4;

    public const int SsOnstack = 1;
    public const int SsDisable = 2;

    public const int AtMinsigstksz = 51;

    public const int OCloexec = 0x80000;

    /// <summary><c>struct rusage</c> in longs.</summary>
    public const int RusageLongs = 18;

    /// <summary><c>TASK_COMM_LEN</c>: a thread's name with its terminating zero.</summary>
    public const int TaskCommLength = 16;
}
