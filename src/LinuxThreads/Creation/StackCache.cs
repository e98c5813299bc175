namespace LinuxThreads.Creation;

/// <summary>Where the stack of a new native thread comes from.</summary>
public enum StackCache
{
    /// <summary>From the C library, which keeps the stacks of ended threads: up to 40 MiB in glibc, none in musl.</summary>
    Warm,

    /// <summary>From the kernel, mapped anew for each thread: glibc told to keep none, by <c>glibc.pthread.stack_cache_size=0</c> (glibc 2.34).</summary>
    Cold,
}
