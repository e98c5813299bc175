namespace LinuxThreads.Ladder;

/// <summary>One rung of the ladder from a function call to a hand-over between CPUs, in the order of the ladder.</summary>
public enum LadderRung
{
    /// <summary>A C function that does nothing: the call and the loop around it.</summary>
    EmptyCall,

    /// <summary><c>clock_gettime(CLOCK_MONOTONIC)</c>, which the vDSO answers in user space where the clock source allows it.</summary>
    VdsoClock,

    /// <summary><c>getppid</c>: the way into the kernel and back, and next to nothing there.</summary>
    NullSyscall,

    /// <summary><c>futex(FUTEX_WAKE)</c> of a word that nobody waits for.</summary>
    FutexWake,

    /// <summary><c>futex(FUTEX_WAIT)</c> for a value that the word does not hold.</summary>
    FutexWaitMismatch,

    /// <summary><c>sched_yield</c> by a thread that is alone on its CPU.</summary>
    LoneYield,

    /// <summary>One byte written to a pipe and read back by the same thread: two system calls.</summary>
    SelfPipe,

    /// <summary>Two threads on one CPU that both loop on <c>sched_yield</c>: one system call a switch.</summary>
    YieldToPeer,

    /// <summary>Two threads on one CPU that hand a futex to each other: a wake, and where the waker was not preempted at once a wait, a switch.</summary>
    FutexOneCpu,

    /// <summary>The same on two CPUs, which go idle while they wait.</summary>
    FutexTwoCpus,

    /// <summary>The same on two CPUs, each kept awake by a thread that spins under <c>SCHED_IDLE</c>.</summary>
    FutexTwoCpusAwake,
}
