namespace LinuxThreads.Overhead;

/// <summary>How far a measurement is: told before each round.</summary>
/// <param name="Curve">The curve.</param>
/// <param name="Round">The round that begins, from 0.</param>
/// <param name="Rounds">The rounds planned.</param>
public readonly record struct OverheadProgress(OverheadCurve Curve, int Round, int Rounds);
