namespace LinuxThreads.Stacks;

/// <summary>The memory of one class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Mappings">How many mappings belong to it, wholly or in part; one that is divided counts in each class that has a part of it.</param>
/// <param name="Figures">The sums over them.</param>
/// <param name="Inferred">True if any of it was put here by its shape alone, which nothing that the kernel or the process tells confirms.</param>
public sealed record MemoryClassUse(MemoryClass Class, int Mappings, MemoryFigures Figures, bool Inferred);
