namespace LinuxThreads.Calls;

/// <summary>One call whose cost is measured alone: the lower rungs of the ladder that ends in a hand-over.</summary>
public enum CallKind
{
    /// <summary>A C function that does nothing and is not inlined: what a call and the loop around it cost.</summary>
    Empty,

    /// <summary><c>clock_gettime(CLOCK_MONOTONIC)</c>, which the vDSO answers without entering the kernel where the clock source allows it.</summary>
    Clock,

    /// <summary>A system call that does next to nothing, <c>getppid</c>: the way into the kernel and back.</summary>
    NullSyscall,

    /// <summary><c>futex(FUTEX_WAKE)</c> of a word that nobody waits for.</summary>
    FutexWake,

    /// <summary><c>futex(FUTEX_WAIT)</c> for a value that the word does not hold: it returns <c>EAGAIN</c> at once.</summary>
    FutexWaitMismatch,

    /// <summary><c>sched_yield</c> by a thread that is alone on its CPU: the scheduler is asked and picks the same thread again.</summary>
    LoneYield,

    /// <summary>One byte written to a pipe and read back by the same thread: two system calls, no hand-over.</summary>
    SelfPipe,

    /// <summary><see cref="FutexWake"/> and then <see cref="FutexWaitMismatch"/>: the system calls of a futex hand-over without the hand-over.</summary>
    FutexBoth,

    /// <summary><c>futex(FUTEX_WAIT)</c> that nobody ends before its timeout is over: one sleep, woken by the timer.</summary>
    TimedWait,
}
