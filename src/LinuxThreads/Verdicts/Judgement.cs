namespace LinuxThreads.Verdicts;

/// <summary>A verdict with what the reader must know about it.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Caveats">The caveats that the evidence itself gives rise to; a measurement adds its own.</param>
public sealed record Judgement(Verdict Verdict, IReadOnlyList<Caveat> Caveats);
