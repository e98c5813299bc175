namespace LinuxThreads.Stacks;

/// <summary>Anonymous memory that the process gave one name.</summary>
/// <remarks>Source: <c>[anon:…]</c> in <c>/proc/[pid]/smaps</c>. Since: Linux 5.17, with <c>CONFIG_ANON_VMA_NAME</c>.</remarks>
/// <param name="Name">The name given with <c>PR_SET_VMA_ANON_NAME</c>.</param>
/// <param name="Mappings">How many mappings, or parts of such, carry it.</param>
/// <param name="Figures">The sums over them.</param>
public sealed record NamedMemory(string Name, int Mappings, MemoryFigures Figures);
