namespace LinuxThreads.PingPong;

/// <summary>A way of handing over from one side to the other and back; each is defined exactly, so that figures can be compared.</summary>
/// <remarks>The native ones run C only; see <see cref="MechanismExtensions"/> for what is known of each.</remarks>
public enum Mechanism
{
    /// <summary>Two native threads, one private futex word that says whose turn it is (0 or 1).</summary>
    Futex,

    /// <summary>Two native threads, two pipes, one byte each way.</summary>
    Pipe,

    /// <summary>Two native threads that both loop on <c>sched_yield</c>; a round trip is one yield of each.</summary>
    Yield,

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
}
