namespace LinuxThreads.Stacks;

/// <summary>What sets the highest number of arenas that glibc's malloc makes in a process.</summary>
public enum ArenaCapSource
{
    /// <summary>The number of CPUs: eight arenas for each, on 64-bit.</summary>
    Cpus,

    /// <summary><c>MALLOC_ARENA_MAX</c>, or <c>glibc.malloc.arena_max</c> in <c>GLIBC_TUNABLES</c>.</summary>
    ArenaMax,

    /// <summary><c>MALLOC_ARENA_TEST</c>, or <c>glibc.malloc.arena_test</c>: so many are made before the CPUs are counted, and one more. 8 if not set, which is more than one CPU allows.</summary>
    ArenaTest,
}
