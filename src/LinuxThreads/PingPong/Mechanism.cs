namespace LinuxThreads.PingPong;

/// <summary>A way of handing over from one side to the other and back; each is defined exactly, so that figures can be compared.</summary>
public enum Mechanism
{
    /// <summary>Two native threads, one private futex word that says whose turn it is (0 or 1).</summary>
    Futex,

    /// <summary>Two native threads, two pipes, one byte each way.</summary>
    Pipe,

    /// <summary>Two native threads that both loop on <c>sched_yield</c>; a round trip is one yield of each.</summary>
    Yield,

    /// <summary>Two tasks on the thread pool, two unbounded <see cref="System.Threading.Channels.Channel{T}"/>s, one number each way.</summary>
    Channel,

    /// <summary>Two tasks on the thread pool that both loop on <c>await Task.Yield()</c>; a round trip is one yield of each.</summary>
    TaskYield,
}
