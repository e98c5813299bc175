namespace LinuxThreads.PingPong;

/// <summary>A way of handing over from one side to the other and back; each is defined exactly, so that figures can be compared.</summary>
/// <remarks>The native ones run C only; see <see cref="MechanismExtensions"/> for what is known of each.</remarks>
public enum Mechanism
{
    /// <summary>Two native threads, one private futex word that says whose turn it is (0 or 1).</summary>
    Futex,

    /// <summary>Two native threads, two pipes, one byte each way.</summary>
    Pipe,

    /// <summary>Two native threads, two blocking <c>eventfd</c>s, not in semaphore mode.</summary>
    Eventfd,

    /// <summary>Two native threads, one <c>AF_UNIX</c> stream socket pair, one byte each way.</summary>
    Socketpair,

    /// <summary>Two native threads, one mutex, one condition variable, a turn as predicate, signalled under the lock.</summary>
    Condvar,

    /// <summary>Two native threads, two POSIX semaphores (<c>sem_t</c>).</summary>
    Semaphore,

    /// <summary>Two native threads that both loop on <c>sched_yield</c>; a round trip is one yield of each.</summary>
    Yield,

    /// <summary>Two native threads that spin on one word, two cache lines apart from anything else; the kernel has no part in it.</summary>
    Spin,

    /// <summary>Two contexts on one native thread that switch to each other by a few instructions: stack and callee-saved registers.</summary>
    Coroutine,

    /// <summary>Two contexts on one native thread that switch to each other by the C library's <c>swapcontext</c>, which sets the signal mask by a system call.</summary>
    Swapcontext,

    /// <summary>Two .NET threads, one object: a turn as predicate, <see cref="System.Threading.Monitor.Wait(object)"/> and <see cref="System.Threading.Monitor.Pulse"/>.</summary>
    Monitor,

    /// <summary>Two .NET threads, two <see cref="System.Threading.SemaphoreSlim"/>s.</summary>
    SemaphoreSlim,

    /// <summary>Two .NET threads, two <see cref="System.Threading.ManualResetEventSlim"/>s: set the other's, wait for one's own, reset it.</summary>
    ManualResetEventSlim,

    /// <summary>Two tasks on the thread pool, two unbounded <see cref="System.Threading.Channels.Channel{T}"/>s, one number each way.</summary>
    Channel,

    /// <summary>Two tasks on the thread pool that await each a fresh <see cref="System.Threading.Tasks.TaskCompletionSource"/>, which the other completes; continuations run asynchronously.</summary>
    TaskCompletionSource,

    /// <summary>Two tasks on the thread pool that both loop on <c>await Task.Yield()</c>; a round trip is one yield of each.</summary>
    TaskYield,

    /// <summary>Two goroutines, two unbuffered channels, one number each way; needs a Go toolchain.</summary>
    Goroutine,

    /// <summary>
    /// Two native threads: a seccomp filter turns one system call of the first into a notification that the second receives and answers
    /// (<c>SECCOMP_IOCTL_NOTIF_RECV</c>, <c>_SEND</c>).
    /// </summary>
    SeccompNotify,

    /// <summary>As <see cref="SeccompNotify"/>, with <c>SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP</c>: each wakes the other on its own CPU. Since: 6.6.</summary>
    SeccompNotifySync,
}
