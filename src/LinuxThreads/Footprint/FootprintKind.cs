namespace LinuxThreads.Footprint;

/// <summary>What is parked, so that its memory can be weighed.</summary>
public enum FootprintKind
{
    /// <summary>A thread of <c>pthread_create</c> whose body is C, with a stack and a guard of its own.</summary>
    Pthread,

    /// <summary>The same on a stack that is a piece of one large mapping, without a guard.</summary>
    PthreadCarved,

    /// <summary>A <see cref="System.Threading.Thread"/> that waits.</summary>
    DotnetThread,

    /// <summary>An <see langword="async"/> method that awaits: no thread at all, an object on the managed heap.</summary>
    AsyncMethod,

    /// <summary>A work item in the thread pool's queue that no thread has taken yet.</summary>
    PoolWorkItem,

    /// <summary>A user-level context (a fiber, a stackful coroutine): a stack with a guard, suspended, without a thread.</summary>
    UserStack,
}
