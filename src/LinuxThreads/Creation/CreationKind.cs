namespace LinuxThreads.Creation;

/// <summary>What is created, waited for and gone again; each is defined exactly, so that figures can be compared.</summary>
public enum CreationKind
{
    /// <summary><c>pthread_create</c> and <c>pthread_join</c> in a process of its own that runs C only.</summary>
    Pthread,

    /// <summary>
    /// The system calls behind <c>pthread_create</c> one by one, on a new stack each time, with a <c>pthread_create</c> without
    /// cached stacks beside them, round by round.
    /// </summary>
    PthreadSteps,

    /// <summary><c>new Thread(…)</c>, <c>Start</c> and <c>Join</c> in this process.</summary>
    DotnetThread,

    /// <summary><c>Task.Run</c> from a thread of the pool, awaited.</summary>
    TaskRun,

    /// <summary><c>ThreadPool.UnsafeQueueUserWorkItem</c> from a thread of the pool; the item completes what its queuer awaits.</summary>
    PoolQueue,
}
