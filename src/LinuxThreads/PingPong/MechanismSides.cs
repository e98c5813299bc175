namespace LinuxThreads.PingPong;

/// <summary>What the two sides of a mechanism are.</summary>
internal enum MechanismSides
{
    /// <summary>Threads that run C only; they may be in two processes.</summary>
    NativeThreads,

    /// <summary>Two threads that run C only and belong to one process.</summary>
    NativeThreadsOfOneProcess,

    /// <summary>Two contexts on one thread that runs C only.</summary>
    NativeContexts,

    /// <summary>Threads of .NET.</summary>
    ManagedThreads,

    /// <summary>Tasks on the thread pool of .NET.</summary>
    ManagedTasks,

    /// <summary>Goroutines in a Go program.</summary>
    Goroutines,
}
