using LinuxThreads.Interop;

namespace LinuxThreads.Native;

/// <summary>Waiting on, and waking from, a 32-bit word shared by threads of this process: the system call below every Linux lock.</summary>
/// <remarks>
/// Source: <c>futex(2)</c> with <c>FUTEX_PRIVATE_FLAG</c>; the word must not be shared between processes. The word may be a field of
/// a heap object, an array element or native memory: it is pinned for the length of each call, and between calls nobody
/// waits at its address. A word on a stack must outlive every wait. One call is one system call: nothing is retried, so that a
/// caller who counts switches sees each of them.
/// </remarks>
/// <example><code>
/// while (Volatile.Read(ref word) == 0)
/// {
///     Futex.Wait(ref word, 0);
/// }
/// </code></example>
public static unsafe class Futex
{
    /// <summary>Sleeps until woken, if the word still holds <paramref name="expected"/>.</summary>
    /// <param name="word">The word; the kernel compares it and goes to sleep in one step.</param>
    /// <param name="expected">The value for which to sleep.</param>
    /// <exception cref="SyscallException">The kernel refused (<c>EFAULT</c>, <c>EINVAL</c>).</exception>
    public static FutexWaitResult Wait(ref int word, int expected) =>
        Wait(ref word, expected, LinuxConstants.FutexWaitPrivate, null);

    /// <summary>Sleeps until woken or until <paramref name="timeout"/> is over, if the word still holds <paramref name="expected"/>.</summary>
    /// <param name="word">The word.</param>
    /// <param name="expected">The value for which to sleep.</param>
    /// <param name="timeout">At most this long, from now; zero asks without sleeping, <see cref="Timeout.InfiniteTimeSpan"/> is no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not infinite.</exception>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    public static FutexWaitResult Wait(ref int word, int expected, TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return Wait(ref word, expected);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        var (seconds, ticks) = Math.DivRem(timeout.Ticks, TimeSpan.TicksPerSecond);
        var relative = stackalloc long[2] { seconds, ticks * TimeSpan.NanosecondsPerTick };
        return Wait(ref word, expected, LinuxConstants.FutexWaitPrivate, relative);
    }

    /// <summary>Sleeps until woken or until a moment of <see cref="MonotonicClock"/>, if the word still holds <paramref name="expected"/>.</summary>
    /// <remarks>
    /// Source: <c>FUTEX_WAIT_BITSET</c> with an absolute time on <c>CLOCK_MONOTONIC</c>: a caller that waits again after
    /// <see cref="FutexWaitResult.Interrupted"/> passes the same deadline. Since: Linux 2.6.25.
    /// </remarks>
    /// <param name="word">The word.</param>
    /// <param name="expected">The value for which to sleep.</param>
    /// <param name="deadline">A reading of <see cref="MonotonicClock.Read"/>; one in the past asks without sleeping.</param>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    public static FutexWaitResult WaitUntil(ref int word, int expected, Nanoseconds deadline)
    {
        // The kernel refuses negative times; the clock itself never was negative.
        var (seconds, nanoseconds) = Math.DivRem(Math.Max(0, deadline.Value), Nanoseconds.PerSecond);
        var absolute = stackalloc long[2] { seconds, nanoseconds };
        return Wait(ref word, expected, LinuxConstants.FutexWaitBitsetPrivate, absolute);
    }

    /// <summary>Wakes up to <paramref name="count"/> threads that wait on the word, and answers how many there were.</summary>
    /// <param name="word">The word; its value does not matter to the kernel.</param>
    /// <param name="count">How many to wake at most, 1 or more; <see cref="int.MaxValue"/> for all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    /// <exception cref="SyscallException">The kernel refused.</exception>
    public static int Wake(ref int word, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        LinuxPlatform.Require();
        nint woken;
        fixed (int* address = &word)
        {
            woken = Libc.Syscall(SyscallNumbers.Futex, (nint)address, LinuxConstants.FutexWakePrivate, count);
        }

        LastError.ThrowIfFailed(woken, "futex(FUTEX_WAKE_PRIVATE)", "a word of this process");
        return checked((int)woken);
    }

    private static FutexWaitResult Wait(ref int word, int expected, int operation, long* time)
    {
        LinuxPlatform.Require();
        nint result;
        // Pinned while asleep, so the collector cannot move the word away from under the waiting thread.
        fixed (int* address = &word)
        {
            // The GC transition is kept: this sleeps, and collections must go on meanwhile. The plain wait ignores the
            // last two arguments.
            result = Libc.Syscall(
                SyscallNumbers.Futex, (nint)address, operation, expected, (nint)time, 0, LinuxConstants.FutexBitsetMatchAny);
        }

        if (result == 0)
        {
            return FutexWaitResult.Woken;
        }

        var errno = LastError.Read();
        return errno switch
        {
            _ when errno == Errno.EAGAIN => FutexWaitResult.ValueChanged,
            _ when errno == Errno.ETIMEDOUT => FutexWaitResult.TimedOut,
            _ when errno == Errno.EINTR => FutexWaitResult.Interrupted,
            _ => throw new SyscallException("futex(FUTEX_WAIT_PRIVATE)", errno, "a word of this process"),
        };
    }
}
