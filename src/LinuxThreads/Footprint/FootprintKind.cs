namespace LinuxThreads.Footprint;

/// <summary>What is parked, so that its memory can be weighed.</summary>
public enum FootprintKind
{
    /// <summary>A thread of <c>pthread_create</c> whose body is C.</summary>
    Pthread,

    /// <summary>A <see cref="System.Threading.Thread"/> that waits.</summary>
    DotnetThread,

    /// <summary>An <see langword="async"/> method that awaits: no thread at all, an object on the managed heap.</summary>
    AsyncMethod,
}
