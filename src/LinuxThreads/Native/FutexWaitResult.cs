namespace LinuxThreads.Native;

/// <summary>How a futex wait ended.</summary>
public enum FutexWaitResult
{
    /// <summary>The kernel woke this thread (return value 0), rarely without a matching wake: read the word again.</summary>
    Woken,

    /// <summary>The word did not hold the expected value, so the thread did not sleep (<c>EAGAIN</c>).</summary>
    ValueChanged,

    /// <summary>The time was up (<c>ETIMEDOUT</c>).</summary>
    TimedOut,

    /// <summary>A signal handler ran (<c>EINTR</c>): read the word again and wait for what is left of the time.</summary>
    Interrupted,
}
