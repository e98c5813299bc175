namespace LinuxThreads.Stacks;

/// <summary>A range that something says is of one class.</summary>
/// <param name="Range">Whole pages.</param>
/// <param name="Class">The class.</param>
/// <param name="Inferred">True if only its shape says so.</param>
internal readonly record struct MemoryClaim(AddressRange Range, MemoryClass Class, bool Inferred);
