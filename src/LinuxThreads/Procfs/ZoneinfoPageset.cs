namespace LinuxThreads.Procfs;

/// <summary>One CPU's list of free pages of one zone.</summary>
/// <remarks>Source: <c>/proc/zoneinfo</c>, below <c>pagesets</c>.</remarks>
/// <param name="Cpu">The CPU's number (<c>cpu:</c>).</param>
/// <param name="Count">Pages in the list (<c>count:</c>).</param>
public readonly record struct ZoneinfoPageset(int Cpu, long Count);
