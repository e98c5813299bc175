namespace LinuxThreads.Native;

/// <summary>What <see cref="ThreadRegister"/> knows of one thread of this process.</summary>
/// <param name="Tid">The kernel's id.</param>
/// <param name="ManagedThreadId">The runtime's id; <see langword="null"/> for a thread that runs C only.</param>
/// <param name="Name">The kernel's name for it when it was registered.</param>
/// <param name="StackBounds">Its stack, as the C library knows it.</param>
public sealed record RegisteredThread(Tid Tid, int? ManagedThreadId, string Name, StackBounds StackBounds);
