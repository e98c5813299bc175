namespace LinuxThreads.Headroom;

/// <summary>The kinds of kernel thread a .NET program can make; they differ in the mappings and the memory that each takes.</summary>
public enum ThreadKind
{
    /// <summary>A thread of <c>pthread_create</c> whose body is C.</summary>
    Pthread,

    /// <summary>A <see cref="System.Threading.Thread"/>: a pthread with the runtime's alternate signal stack and bookkeeping.</summary>
    DotnetThread,
}
