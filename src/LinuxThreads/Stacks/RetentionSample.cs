namespace LinuxThreads.Stacks;

/// <summary>The stack of one thread that went deep and came back, as the kernel counts it; and of one that did not.</summary>
/// <remarks>Source: <c>mincore(2)</c> over exactly the stack's range. Excludes: the guard, kernel memory.</remarks>
/// <param name="Shallow">Resident bytes of a thread of the same group plan that made no deep call: what a stack holds before.</param>
/// <param name="Returned">Resident bytes after the deep call returned and the thread went to sleep.</param>
/// <param name="Trimmed">Resident bytes after what lies unused below the stack pointer was given back.</param>
/// <param name="Freed">What the trim itself counted as freed.</param>
public sealed record RetentionSample(ByteSize Shallow, ByteSize Returned, ByteSize Trimmed, ByteSize Freed);
