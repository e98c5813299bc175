namespace LinuxThreads.Stacks;

/// <summary>How a class of memory is spelled in JSON and in tables.</summary>
public static class MemoryClassExtensions
{
    /// <summary>The spelling, for instance <c>thread-stacks</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enum's.</exception>
    public static string JsonName(this MemoryClass kind) => kind switch
    {
        MemoryClass.ThreadStacks => "thread-stacks",
        MemoryClass.Guards => "guards",
        MemoryClass.SignalStacks => "signal-stacks",
        MemoryClass.Arenas => "arenas",
        MemoryClass.Heap => "heap",
        MemoryClass.GcHeap => "gc-heap",
        MemoryClass.JitCode => "jit-code",
        MemoryClass.FilePrivate => "file-private",
        MemoryClass.FileShared => "file-shared",
        MemoryClass.SharedMemory => "shared-memory",
        MemoryClass.Vdso => "vdso",
        MemoryClass.NamedAnonymous => "named-anonymous",
        MemoryClass.OtherAnonymous => "other-anonymous",
        MemoryClass.Rest => "rest",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a class of memory."),
    };
}
