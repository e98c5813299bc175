namespace LinuxThreads.PingPong;

/// <summary>One repetition of a managed mechanism that is over.</summary>
/// <param name="Figures">The evidence.</param>
/// <param name="BatchesNs">Elapsed nanoseconds of each batch done.</param>
internal sealed record ManagedRun(ManagedFigures Figures, long[] BatchesNs);
