namespace LinuxThreads.Interop;

/// <summary>The constants of <c>native/lt.h</c>; a test compares each with what the shim reports.</summary>
internal static class ShimConstants
{
    public const uint AbiVersion = 3;
    public const int CpuAny = -1;
    public const int CpuWords = 16;
    public const int MaxCpus = CpuWords * 64;
    public const int NameBytes = 64;

    public const uint KnownRusage = 1;
    public const uint KnownCpuTime = 2;
    public const uint KnownSchedstat = 4;
    public const uint KnownMigrations = 8;

    public const uint ParkGuard = 1;
    public const uint ParkCarved = 2;
    public const uint ParkHuge = 4;
    public const uint ParkRing = 8;

    public const uint FiberGuard = 1;
    public const uint FiberCarved = 2;

    public const uint CreateGuard = 1;
    public const uint StepMap = 0;
    public const uint StepGuard = 1;
    public const uint StepTouch = 2;
    public const uint StepClone = 3;
    public const uint StepFirst = 4;
    public const uint StepJoin = 5;
    public const uint StepUnmap = 6;
    public const uint Steps = 7;

    public const int PolicyKeep = -1;

    public const uint WorkNone = 0;
    public const uint WorkCompute = 1;
    public const uint WorkMemory = 2;
    public const uint WorkClean = 3;
    public const uint WorkDirty = 4;

    public const uint PairFutex = 1;
    public const uint PairPipe = 2;
    public const uint PairYield = 3;
    public const uint PairEventfd = 4;
    public const uint PairSocketpair = 5;
    public const uint PairCondvar = 6;
    public const uint PairSemaphore = 7;
    public const uint PairSpin = 8;
    public const uint PairCoroutine = 9;
    public const uint PairSwapcontext = 10;
    public const uint PairSeccomp = 11;
    public const uint PairSeccompSync = 12;
    public const uint PairProcesses = 1;

    public const uint CallEmpty = 1;
    public const uint CallClock = 2;
    public const uint CallNull = 3;
    public const uint CallFutexWake = 4;
    public const uint CallFutexWait = 5;
    public const uint CallYield = 6;
    public const uint CallPipe = 7;
    public const uint CallFutexBoth = 8;
    public const uint CallTimedWait = 9;
}
